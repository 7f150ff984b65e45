"""The frame in a real browser: deep links, errors, actions, links."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.reader import Reader
from tests.journeys.serving import GALLERY, served
from ui.table import HEAD_PIXELS, ROW_PIXELS

Gallery = tuple[str, Path]
Readers = Callable[..., Reader]


def test_the_first_request_of_a_process_may_be_a_deep_link(tmp_path: Path, reader_of: Readers) -> None:
    env = {"GALLERY_LOG": str(tmp_path / "acted.txt")}
    with served(GALLERY, tmp_path / "web.log", env) as url:
        page = reader_of(url).open("/execution?id=x%201")
        expect(page.get_by_text("Id: x 1")).to_be_visible()
        expect(page.get_by_test_id("stSidebarNav").get_by_role("link", name="Templates")).to_be_visible()


def test_a_detail_page_is_not_in_the_menu(gallery: Gallery, reader_of: Readers) -> None:
    page = reader_of(gallery[0]).open("/execution?id=1")
    expect(page.get_by_test_id("stSidebarNav").get_by_text("Execution", exact=True)).to_have_count(0)


def test_a_missing_thing_is_told_in_a_sentence(gallery: Gallery, reader_of: Readers) -> None:
    page = reader_of(gallery[0]).open("/start?how=missing")
    expect(page.get_by_text("There is no template “<b>x</b>”.")).to_be_visible()


def test_an_unknown_error_shows_an_incident_and_no_traceback(gallery: Gallery, reader_of: Readers) -> None:
    page = reader_of(gallery[0]).open("/start?how=unknown")
    expect_incident(page)


def test_an_error_in_a_callback_or_a_part_shows_an_incident(gallery: Gallery, reader_of: Readers) -> None:
    for label in ("Fail in a callback", "Fail in a part"):
        page = reader_of(gallery[0]).open("/start")
        page.get_by_role("button", name=label).click()
        expect_incident(page)


def expect_incident(page: Page) -> None:
    expect(page.get_by_text("Something went wrong on our side")).to_be_visible()
    expect(page.get_by_text("a secret detail")).to_have_count(0)
    expect(page.get_by_text("Traceback")).to_have_count(0)


def test_a_page_comes_back_by_itself_when_the_database_is_back(gallery: Gallery, reader_of: Readers) -> None:
    url, flag = gallery
    flag.touch()
    page = reader_of(url).open("/start?how=away")
    expect(page.get_by_text("The database cannot be reached right now.")).to_be_visible()
    flag.unlink()
    expect(page.get_by_text("All is well")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("The database cannot be reached right now.")).to_have_count(0)


def test_an_action_acts_once_and_leads_on_with_a_sentence(gallery: Gallery, reader_of: Readers) -> None:
    url, acted = gallery
    acted.unlink(missing_ok=True)
    page = reader_of(url).open("/templates")
    page.get_by_role("button", name="Activate").click()
    page.get_by_label("Note").fill("first")
    page.get_by_label("Reason").fill("because")
    page.get_by_role("button", name="Activate now").dblclick()
    expect(page.get_by_text("Id: after")).to_be_visible()
    expect(page.get_by_text("Version *1.3.1* is active.")).to_be_visible()
    assert acted.read_text() == "ann because first\n"


def test_a_reason_that_is_required_is_asked_for(gallery: Gallery, reader_of: Readers) -> None:
    page = reader_of(gallery[0]).open("/templates")
    page.get_by_role("button", name="Activate").click()
    page.get_by_role("button", name="Activate now").click()
    expect(page.get_by_text("Say why first")).to_be_visible()


def test_a_conflict_is_told_in_the_dialog_which_stays_open(gallery: Gallery, reader_of: Readers) -> None:
    page = reader_of(gallery[0]).open("/templates")
    page.get_by_role("button", name="Activate").click()
    for reason, told in (("stale", "Version 1.4.0 was activated meanwhile."), ("broken", "Something went wrong")):
        page.get_by_label("Reason").fill(reason)
        page.get_by_role("button", name="Activate now").click()
        expect(page.get_by_role("dialog").get_by_text(told)).to_be_visible()


def test_an_impossible_action_is_greyed_with_the_reason(gallery: Gallery, reader_of: Readers) -> None:
    page = reader_of(gallery[0]).open("/templates")
    button = page.get_by_role("button", name="Delete")
    expect(button).to_be_disabled()
    button.locator("xpath=..").hover(force=True)
    expect(page.get_by_text("It has executions.")).to_be_visible()


def test_a_row_of_a_table_leads_on_and_fetches_nothing_foreign(gallery: Gallery, reader_of: Readers) -> None:
    reader = reader_of(gallery[0])
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    page = reader.open("/")
    table = page.get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    table.click(position={"x": 60, "y": HEAD_PIXELS + ROW_PIXELS * 3 / 2})
    expect(page.get_by_text("Id: b")).to_be_visible()
    assert [url for url in asked if "foreign.example" in url] == []
