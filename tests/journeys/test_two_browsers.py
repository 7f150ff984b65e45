"""Two people decide on one template at the same moment, each in a browser and a web process of their own."""

import os
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from services.get_template import get_template
from services.get_version import get_version
from services.read_ledger import LedgerRow, read_ledger
from tests.factories import make_active, make_draft, make_published, make_template
from tests.journeys.definitions import define, unique
from tests.journeys.doing import dialog, press
from tests.journeys.product import Product
from tests.journeys.reader import Reader
from tests.journeys.serving import served
from tests.journeys.writing import choose_text, editor, expect_saved

ROUNDS = int(os.environ.get("POINTSMAN_TEST_ROUNDS", "2"))
GREET = {"greet": {"set": {"hello": "world"}}}
ANN, BEA = "ann@acme.example", "bea@acme.example"
People = tuple[tuple[str, Reader], tuple[str, Reader]]


@pytest.fixture(scope="module")
def second_url(shared_product: Product, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of another web process of the same product, at which Bea works."""
    log = tmp_path_factory.mktemp("second") / "web.log"
    with served("app:app", log, {**shared_product.env, "POINTSMAN_ACTOR": BEA}) as url:
        yield url


@pytest.fixture
def ann_and_bea(product: Product, second_url: str, reader_of: Callable[..., Reader]) -> People:
    """Two people, each at a web process of their own."""
    return (ANN, reader_of(product.url)), (BEA, reader_of(second_url, "dark"))


@pytest.mark.timeout(120 + 30 * ROUNDS)
def test_of_two_who_write_at_once_one_is_saved_and_the_other_decides(ann_and_bea: People) -> None:
    template = make_template(unique("written"))
    for number in range(ROUNDS):
        draft = make_draft(template, f"1.{number}.0", define(unique("written"), GREET))
        for _, reader in ann_and_bea:
            choose_text(reader.open(f"/version?id={draft}"), "world")
        for who, reader in ann_and_bea:
            reader.page.keyboard.insert_text(f"{who} {number}")
        winner, loser = written(ann_and_bea)
        by = winner[0].partition("@")[0]
        expect(conflict(loser[1].page)).to_contain_text(re.compile(rf"{by}@\W?acme.example saved this draft after"))
        is_kept = number % 2 == 0
        press(loser[1].page, "Keep mine on top of theirs" if is_kept else "Take theirs, drop mine")
        last = loser if is_kept else winner
        expect(editor(loser[1].page).locator(".cm-content")).to_contain_text(f"{last[0]} {number}")
        expect_saved(loser[1].page)
        assert f"{last[0]} {number}" in str(get_version(draft).definition)
        saves = [row.actor for row in read_ledger(subject_id=draft) if row.action == "version.save"]
        assert saves == [loser[0], winner[0]][not is_kept :]
    assert ann_and_bea[0][1].complaints == ann_and_bea[1][1].complaints == []


@pytest.mark.timeout(120 + 30 * ROUNDS)
def test_of_two_who_publish_the_same_draft_one_wins_and_the_other_is_told(
    ann_and_bea: People,
) -> None:
    name = unique("both")
    template = make_template(name)
    active = make_active(template, "1.0.0", define(name, GREET))
    for number in range(1, ROUNDS + 1):
        draft = make_draft(template, f"1.{number}.0", define(name, GREET, version=f"1.{number}.0"))
        buttons = [ask(reader.open(f"/version?id={draft}"), "Publish and activate", who) for who, reader in ann_and_bea]
        winner, loser = race(ann_and_bea, buttons)
        expect(winner[1].page.get_by_role("heading", level=1)).to_contain_text("Active")
        refused = told(loser[1].page)
        by = winner[0].partition("@")[0]
        expect(refused).to_contain_text(f"Version 1.{number}.0 is published now by {by}@")
        expect(refused).to_contain_text(re.compile(rf"was changed by {by}@\W?acme.example at [-\d]+ [:\d]+ UTC"))
        expect(dialog(loser[1].page).get_by_label("Reason")).to_have_value(f"{loser[0]} wants it")
        assert get_template(template).active_version_id == draft
        assert deeds(template)[:2] == [
            (winner[0], "version.activate", active, f"{winner[0]} wants it"),
            (winner[0], "version.publish", None, f"What 1.{number}.0 brings"),
        ]
        active = draft
    assert ann_and_bea[0][1].complaints == ann_and_bea[1][1].complaints == []


@pytest.mark.timeout(120 + 30 * ROUNDS)
def test_of_two_who_activate_at_once_one_wins_and_the_other_decides_again(
    ann_and_bea: People,
) -> None:
    name = unique("points")
    template = make_template(name)
    active = make_active(template, "1.0.0", define(name, GREET))
    for number in range(1, ROUNDS + 1):
        semvers = [f"1.{number}.{patch}" for patch in (1, 2)]
        wanted = [make_published(template, semver, define(name, GREET, version=semver)) for semver in semvers]
        buttons = [
            ask(reader.open(f"/version?id={version}"), "Activate", who)
            for (who, reader), version in zip(ann_and_bea, wanted, strict=True)
        ]
        winner, loser = race(ann_and_bea, buttons)
        first, second = wanted if winner is ann_and_bea[0] else wanted[::-1]
        expect(told(loser[1].page)).to_contain_text(f"version {get_version(first).version} is active now")
        assert get_template(template).active_version_id == first

        press(dialog(loser[1].page), "Activate")
        expect(loser[1].page.get_by_role("heading", level=1)).to_contain_text("Active")
        assert deeds(template)[:2] == [
            (loser[0], "version.activate", first, f"{loser[0]} wants it"),
            (winner[0], "version.activate", active, f"{winner[0]} wants it"),
        ]
        active = second


def ask(page: Page, label: str, who: str) -> Locator:
    """Open the dialog, give a reason, and return the button that decides."""
    press(page, label)
    expect(dialog(page).get_by_text("A worker polls the task queue.")).to_be_visible()
    reason = dialog(page).get_by_label("Reason")
    reason.fill(f"{who} wants it")
    reason.press("Tab")
    return dialog(page).get_by_role("button", name=label, exact=True)


def race(people: People, buttons: list[Locator]) -> People:
    """Press all buttons at the same moment; who won, and who was refused."""
    for _, reader in people:
        reader.idle()
    moment = buttons[0].evaluate("() => Date.now() + 500")
    for button in buttons:
        button.evaluate("(button, moment) => void setTimeout(() => button.click(), moment - Date.now())", moment)
    for _, reader in people:
        expect(told(reader.page).or_(reader.page.get_by_test_id("stToast")).first).to_be_visible()
    refused = [told(reader.page).is_visible() for _, reader in people]
    assert sorted(refused) == [False, True]
    return (people[1], people[0]) if refused[0] else (people[0], people[1])


def written(people: People) -> People:
    """Who of two that wrote was saved, and who is asked what becomes of the own text."""
    while not any(refused := [conflict(reader.page).is_visible() for _, reader in people]):
        people[0][1].page.wait_for_timeout(100)
    winner, loser = (people[1], people[0]) if refused[0] else (people[0], people[1])
    expect_saved(winner[1].page)
    return winner, loser


def conflict(page: Page) -> Locator:
    return page.locator(".st-key-draft-conflict")


def told(page: Page) -> Locator:
    return dialog(page).get_by_test_id("stAlert")


def deeds(template: str) -> list[tuple[str, str, str | None, str | None]]:
    """Who did what, in place of which active version, and why; the newest first."""

    def was(row: LedgerRow) -> str | None:
        found = (row.before or {}).get("activeVersionId")
        return found if isinstance(found, str) else None

    return [(row.actor, row.action, was(row), row.reason) for row in read_ledger(template_id=template)]
