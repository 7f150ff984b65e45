"""Names that nobody means well with are shown letter by letter on every page, and fetch and run nothing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest
from playwright.sync_api import Dialog, Page, Request, expect

from domain.pretty import pretty
from domain.vocabulary import EntityType
from services._activation import Activation
from services.add_link import add_link
from services.create_draft import create_draft
from services.create_template import create_template
from services.publish_version import publish_version
from services.receive_event import Event, receive_event
from services.start_execution import StartOrder, start_execution
from tests.journeys.conftest import arranged
from tests.journeys.definitions import Json, ask, define, unique
from tests.journeys.doing import cells, dialog, press
from tests.journeys.product import Product
from tests.journeys.reader import Reader

TRAP = "http://127.0.0.1:9/"
NAME = f'![x]({TRAP}a.png)<img src={TRAP}b> **b** "q" \U0001f600 :red[r] $x$ :smile: שלום'
LINE = f"[l](javascript:alert(1)) <script>alert(1)</script> `c` {TRAP}c | _u_ 'q' ~~s~~ # h مرحبا"
WORD_JOINER = "\u2060"


@dataclass(frozen=True)
class Hostile:
    """Ids of what stands in the database."""

    template: str
    version: str
    draft: str
    link: str
    delivery: str
    execution: str


@dataclass
class Guarded:
    """A person whose tab remembers what it asked of foreign hosts and which dialogs scripts opened."""

    person: Reader
    foreign: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.person.page.on("request", self._asked)
        self.person.page.on("dialog", self._opened)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.person.url, "data:", "blob:")):
            self.foreign.append(request.url)

    def _opened(self, opened: Dialog) -> None:
        self.foreign.append(f"dialog: {opened.message}")
        opened.dismiss()


@pytest.fixture(scope="module")
def hostile(shared_product: Product) -> Iterator[Hostile]:
    """Everything that has a name bears a hostile one."""
    with pytest.MonkeyPatch.context() as patch, arranged(shared_product, patch):
        yield make_hostile()


@pytest.fixture
def guarded(product: Product, hostile: Hostile, reader_of: Callable[..., Reader]) -> Iterator[Guarded]:
    found = Guarded(reader_of(product.url))
    found.watch()
    yield found
    assert found.foreign == []
    assert found.person.complaints == []


def make_hostile() -> Hostile:
    document = unique("hostile")
    form: Json = {"title": LINE, "type": "string", "description": LINE}
    task = ask(NAME, x=form)
    task["with"] |= {"description": LINE, "data": {NAME: LINE}, "assignee": LINE}
    template = create_template(NAME, actor=NAME, description=LINE)
    made: list[str] = []
    for number in ("1.0.0", "1.1.0"):
        definition = define(document, {"wait": task}, version=number)
        definition["document"] |= {"title": NAME, "summary": f"{LINE} {number}"}
        made.append(create_draft(template, version=number, definition=definition, actor=NAME, note=LINE))
    publish_version(made[0], actor=NAME, activate=Activation(LINE, None))
    link = add_link(template, entity_type=EntityType.PRODUCT, entity_id=NAME, actor=NAME)
    event = Event(NAME, unique(LINE), EntityType.PRODUCT, NAME, {NAME: LINE}, {LINE: NAME}, reason=LINE)
    receipt = receive_event(event, actor=NAME)
    assert receipt.execution_id is not None
    start_execution(StartOrder(template, {LINE: NAME}, LINE, name=LINE), actor=NAME)
    return Hostile(template, made[0], made[1], link, receipt.delivery_id, receipt.execution_id)


def expect_literally(page: Page, text: str) -> None:
    """Wait until the page shows ``text`` letter by letter, outside its tables."""
    page.wait_for_function(
        "([text, joiner]) => document.body.innerText.replaceAll(joiner, '').includes(text)", arg=[text, WORD_JOINER]
    )


def test_lists_show_them_letter_by_letter(guarded: Guarded, hostile: Hostile) -> None:
    for path in ("/", "/executions", "/deliveries", "/templates", "/links"):
        page = guarded.person.open(path)
        expect(cells(page, NAME).first).to_be_attached()


def test_a_template_and_its_menu_show_them_letter_by_letter(guarded: Guarded, hostile: Hostile) -> None:
    page = guarded.person.open(f"/template?id={hostile.template}")
    for text in (NAME, LINE):
        expect_literally(page, text)
    press(page, "More")
    press(page, "Edit name")
    expect(dialog(page).get_by_label("Name", exact=True)).to_have_value(NAME)
    press(dialog(page), "Save")
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_a_version_a_draft_and_their_comparison_show_them_letter_by_letter(guarded: Guarded, hostile: Hostile) -> None:
    page = guarded.person.open(f"/version?id={hostile.version}")
    for text in (NAME, LINE):
        expect_literally(page, text)
    page = guarded.person.open(f"/version?id={hostile.draft}")
    expect_literally(page, LINE)
    page = guarded.person.open(f"/compare?a={hostile.version}&b={hostile.draft}")
    expect_literally(page, LINE)
    expect(page.get_by_role("combobox", name="From: template")).to_have_value(NAME)
    page = guarded.person.open(f"/compare?a={hostile.version}&b={hostile.draft}&view=sides")
    expect(page.locator(".pointsman-merge[data-ready] .cm-merge-b")).to_contain_text(f"{LINE} 1.1.0")


def test_links_and_deliveries_show_them_letter_by_letter(guarded: Guarded, hostile: Hostile) -> None:
    page = guarded.person.open(f"/links?id={hostile.link}")
    expect_literally(page, NAME)
    press(page, "Disable")
    expect_literally(page, f"{NAME} starts nothing")
    press(dialog(page), "Not now")
    page = guarded.person.open(f"/foresee?entity_type=PRODUCT&entity_id={quote(NAME)}")
    expect_literally(page, f"Product {NAME} would start {NAME}")
    page = guarded.person.open(f"/deliveries?id={hostile.delivery}")
    for text in (NAME, LINE):
        expect_literally(page, text)


def test_the_start_page_shows_them_letter_by_letter(guarded: Guarded, hostile: Hostile) -> None:
    page = guarded.person.open(f"/start?template={hostile.template}")
    press(page, "Start")
    expect_literally(page, f"Starts {NAME}, version 1.0.0")
    press(dialog(page), "Not now")
    page = guarded.person.open(f"/start?like={hostile.execution}")
    expect(page.get_by_role("textbox", name="Other fields (JSON)")).to_have_value(pretty({LINE: NAME}))


def test_every_tab_of_an_execution_shows_them_letter_by_letter(guarded: Guarded, hostile: Hostile) -> None:
    page = guarded.person.open(f"/execution?id={hostile.execution}")
    for text in (NAME, LINE):
        expect_literally(page, text)
    for tab in ("Tree", "Timeline", "Input", "Ledger"):
        page.get_by_role("tab", name=tab).click()
        expect(page).to_have_url(re.compile(f"tab={tab}$"))
        guarded.person.idle()
        if tab == "Input":
            expect_literally(page, NAME)
