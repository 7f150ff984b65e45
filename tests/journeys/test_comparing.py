"""Two versions are compared in a real browser: in words, side by side, by a link that can be shared."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.factories import make_published, make_template
from tests.journeys.definitions import define, unique
from tests.journeys.doing import press
from tests.journeys.product import Product
from tests.journeys.reader import Reader

Json = dict[str, Any]


def step(number: int, url: str) -> Json:
    return {f"step{number}": {"call": "http", "with": {"method": "post", "endpoint": url, "body": {"number": number}}}}


def two_versions() -> tuple[str, str]:
    """A call that changes, a task that comes, a task that moves; much between them stays as it is."""
    name = unique("compared")
    template = make_template(name)
    steps = [step(number, f"https://example.org/services/{number}") for number in range(40)]
    elsewhere = step(5, "https://example.org/elsewhere/5?token=abc")
    changed = [*steps[:5], elsewhere, *steps[6:20], {"extra": {"set": {"a": 1}}}, *steps[21:], steps[20]]
    old = make_published(template, "1.0.0", define(name, *steps))
    return old, make_published(template, "1.1.0", define(name, *changed, version="1.1.0"))


def merge(page: Page) -> Locator:
    piece = page.locator(".pointsman-merge[data-ready]")
    expect(piece).to_be_visible()
    return piece


def here(piece: Locator) -> Locator:
    """The line below the one that is marked, which is the bracket of the task."""
    return piece.locator(".cm-merge-b .pointsman-here + .cm-line")


def test_a_change_is_found_followed_and_shared(
    product: Product, person: Reader, reader_of: Callable[..., Reader]
) -> None:
    old, new = two_versions()
    page = person.open(f"/compare?a={old}&b={new}")
    page.get_by_role("button", name="extra was added").click()
    piece = merge(page)
    expect(here(piece)).to_contain_text('"extra"')
    expect(piece.locator(".cm-changedText").filter(has_text="elsewhere").first).to_be_visible()
    expect(piece.locator(".cm-collapsedLines").first).to_contain_text("equal lines")
    expect(piece.locator(".cm-merge-b .pointsman-moved").first).to_be_attached()

    counter = piece.locator(".counter")
    expect(counter).to_have_text("3 of 4")
    press(page, "Next change (Alt+↓ or F7)")
    expect(counter).to_have_text("4 of 4")
    page.keyboard.press("Shift+F7")
    expect(counter).to_have_text("3 of 4")

    press(page, "Copy the whole old text")
    expect(piece.locator(".said")).to_have_text("The old text is copied.")
    press(page, "Copy the whole new text")
    expect(piece.locator(".said.warned")).to_contain_text("It has ⟦hidden⟧ in the place of credentials.")
    piece.locator(".cm-merge-b .cm-changedText").first.click()
    page.keyboard.press("Control+c")
    expect(piece.locator(".said:not(.warned)")).to_have_text("Copied.")

    other = reader_of(product.url, "dark")
    other.page.goto(page.url)
    expect(here(merge(other.page))).to_contain_text('"extra"')
    press(other.page, "Show both texts in one column, or side by side")
    unified = other.page.locator(".pointsman-merge[data-columns=one]")
    expect(unified.locator(".cm-deletedChunk").first).to_be_visible()
    press(other.page, "Search in this text (Ctrl+F)")
    other.page.keyboard.type("elsewhere")
    expect(unified.locator(".cm-searchMatch").first).to_be_attached()
    assert person.complaints == other.complaints == []


def test_one_drawing_tells_what_changed_where_the_pointer_is(product: Product, person: Reader) -> None:
    name = unique("merged")
    template = make_template(name)

    def trying(retries: int) -> Json:
        catch = {"errors": {"with": {"status": 503}}, "retry": {"limit": {"attempt": {"count": retries}}}}
        return {"pay": {"try": [step(1, "https://example.org/pay")], "catch": catch}}

    steps = [step(number, f"https://example.org/{number}") for number in range(100, 190)]
    old = make_published(template, "1.0.0", define(name, *steps, trying(3)))
    moved = [steps[10], *steps[:10], *steps[11:]]
    new = make_published(template, "1.1.0", define(name, *moved, trying(5), version="1.1.0"))
    page = person.open(f"/compare?a={old}&b={new}&view=graph")
    graph = page.locator(".pointsman-graph[data-ready]")
    expect(graph).to_be_visible()
    expect(graph.locator("g.node.fold").first).to_contain_text("Tasks 26 to 50")

    tip = graph.get_by_role("tooltip")
    graph.locator("g.node.moved").hover()
    expect(tip).to_contain_text("↕ step110 moved to the beginning")
    expect(graph.locator("g.edge.far.lit").first).to_be_attached()
    catch = graph.locator("g.node[data-node='/do/90/pay%23catch']")
    catch.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(tip).to_contain_text("± pay now retries 5 times, was 3")
    expect(catch).to_have_attribute("aria-label", re.compile("pay now retries 5 times"))
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    catch.press("Enter")
    expect(page.get_by_role("paragraph").filter(has_text="pay now retries 5 times, was 3")).to_be_visible()
    assert person.complaints == []
