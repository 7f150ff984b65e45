"""A draft is written in a real browser: marked in place, never lost, never overwritten unseen."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from services.get_version import get_version
from services.read_ledger import read_ledger
from tests.factories import make_draft, make_template
from tests.journeys.definitions import define, unique
from tests.journeys.doing import press
from tests.journeys.product import Product
from tests.journeys.reader import Reader
from tests.journeys.writing import choose_text, editor, expect_saved, replace

RESTORE = "Go on with the text that was kept"


def a_draft() -> str:
    name = unique("written")
    return make_draft(make_template(name), "1.0.0", define(name, {"greet": {"set": {"hello": "world"}}}))


def said(page: Page) -> Locator:
    return editor(page).locator(".status")


def test_errors_are_marked_in_place_and_keys_are_completed(person: Reader) -> None:
    draft = a_draft()
    page = person.open(f"/version?id={draft}")
    replace(page, '"set"', '"sett"')
    expect(editor(page).locator(".cm-lintRange-error")).to_be_visible()
    expect_saved(page)
    editor(page).locator(".cm-lintRange-error").hover()
    tooltip = page.locator(".cm-tooltip-lint")
    expect(tooltip).to_contain_text("Did you mean “set”?")
    expect(tooltip).to_contain_text("/do/0/greet")
    expect(page.get_by_text("1 problem before it can be published")).to_be_visible()

    choose_text(page, '"sett"')
    page.keyboard.press("Delete")
    page.keyboard.type('"se')
    page.locator(".cm-tooltip-autocomplete").get_by_text("set", exact=True).click()
    expect(page.get_by_text("may be published")).to_be_visible()
    expect_saved(page)
    replace(page, "greet", "welcome")
    expect(page.locator("g.node[data-node='/do/0/welcome']")).to_be_visible()
    assert person.complaints == []


def test_what_is_typed_survives_a_reload(person: Reader) -> None:
    draft = a_draft()
    page = person.open(f"/version?id={draft}")
    replace(page, "world", 'moon"')
    page.reload()
    expect(editor(page).locator(".offer")).to_contain_text("Your unsaved text of")
    expect(editor(page).locator(".cm-content")).to_contain_text("world")
    press(page, RESTORE)
    expect(editor(page).locator(".cm-content")).to_contain_text('moon""')
    expect(said(page)).to_contain_text("Not saved: line")
    replace(page, 'moon""', 'moon"')
    expect_saved(page)
    assert "moon" in str(get_version(draft).definition)


def test_a_definition_of_a_megabyte_is_written_like_any_other(person: Reader) -> None:
    name = unique("large")
    steps = [{f"step{number}": {"set": {"note": f"{number} " + "x" * 300}}} for number in range(3000)]
    draft = make_draft(make_template(name), "1.0.0", define(name, *steps))
    page = person.open(f"/version?id={draft}")
    replace(page, '"2990 ', '"in the middle of a megabyte ')
    expect_saved(page)
    assert "in the middle of a megabyte" in str(get_version(draft).definition)
    page.keyboard.insert_text("and ")
    page.reload()
    expect(editor(page).locator(".offer")).to_contain_text("Your unsaved text of")
    press(page, RESTORE)
    expect_saved(page)
    assert "in the middle of a megabyte and " in str(get_version(draft).definition)
    assert person.complaints == []


def test_what_is_typed_survives_a_lost_connection(person: Reader) -> None:
    draft, lost = a_draft(), [False]

    def relay(browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()
        browser.on_message(lambda message: None if lost[0] else server.send(message))

    person.page.route_web_socket("**/_stcore/stream", relay)
    page = person.open(f"/version?id={draft}")
    editor(page)
    lost[0] = True
    replace(page, "world", "mars")
    expect(said(page)).to_contain_text("it is kept in this browser")
    lost[0] = False
    expect_saved(page)
    assert "mars" in str(get_version(draft).definition)


def test_the_second_of_two_authors_sees_both_changes_and_decides(
    product: Product, person: Reader, reader_of: Callable[..., Reader]
) -> None:
    draft = a_draft()
    page, other = person.open(f"/version?id={draft}"), reader_of(product.url, "dark")
    second = other.open(f"/version?id={draft}")
    editor(second)
    replace(page, "world", "moon")
    expect_saved(page)
    replace(second, "hello", "goodbye")
    conflict = second.locator(".st-key-draft-conflict")
    expect(conflict).to_contain_text("You saved this draft in another tab after you began")
    expect(conflict.get_by_test_id("stColumn").nth(0)).to_contain_text("moon")
    expect(conflict.get_by_test_id("stColumn").nth(1)).to_contain_text("goodbye")
    assert "moon" in str(get_version(draft).definition)

    press(second, "Merge by hand")
    expect(editor(second).locator(".cm-deletedChunk")).to_contain_text("moon")
    replace(second, "world", "moon")
    press(second, "Save what stands below on top")
    expect_saved(second)
    assert "'goodbye': 'moon'" in str(get_version(draft).definition)
    assert "Kept on top of what" in str(read_ledger(subject_id=draft)[0].reason)
    page.reload()
    expect(editor(page).locator(".cm-content")).to_contain_text("goodbye")
    assert other.complaints == []
