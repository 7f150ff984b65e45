"""The graph piece in a real browser, under the strict content security policy."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.reader import Reader, Scheme

Gallery = tuple[str, Path]
pytestmark = pytest.mark.skipif(
    not (Path(__file__).parents[2] / "frontend" / "dist" / "manifest.json").is_file(),
    reason="frontend/ is not built (npm ci && npm run build)",
)


def drawing(reader: Reader) -> Locator:
    reader.open("/")
    graph = reader.page.locator(".pointsman-graph[data-ready]")
    expect(graph).to_be_visible()
    return graph


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_draws_without_a_complaint(gallery: Gallery, reader_of: Callable[..., Reader], scheme: Scheme) -> None:
    reader = reader_of(gallery[0], scheme)
    expect(drawing(reader).locator("g.node")).to_have_count(3)
    assert reader.complaints == []


def test_a_click_returns_the_node(gallery: Gallery, reader_of: Callable[..., Reader]) -> None:
    reader = reader_of(gallery[0])
    drawing(reader).get_by_role("button", name="A long name").click()
    expect(reader.page.get_by_text("Clicked: dir/1")).to_be_visible()


def test_a_drag_moves_the_drawing_and_clicks_nothing(gallery: Gallery, reader_of: Callable[..., Reader]) -> None:
    reader = reader_of(gallery[0])
    graph = drawing(reader)
    before = graph.locator("svg").get_attribute("viewBox")
    graph.get_by_role("button", name="A long name").hover()
    reader.page.mouse.down()
    reader.page.mouse.move(300, 300, steps=5)
    reader.page.mouse.up()
    assert graph.locator("svg").get_attribute("viewBox") != before
    expect(reader.page.get_by_text("Clicked: None")).to_be_visible()


def test_the_keyboard_reaches_opens_and_zooms(gallery: Gallery, reader_of: Callable[..., Reader]) -> None:
    reader = reader_of(gallery[0])
    graph = drawing(reader)
    before = graph.locator("svg").get_attribute("viewBox")
    graph.locator(".canvas").focus()
    reader.page.keyboard.press("+")
    assert graph.locator("svg").get_attribute("viewBox") != before
    reader.page.keyboard.press("0")
    assert graph.locator("svg").get_attribute("viewBox") == before
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_text("Clicked: root")).to_be_visible()


def test_the_selected_node_is_marked_and_follows_the_address(
    gallery: Gallery, reader_of: Callable[..., Reader]
) -> None:
    reader = reader_of(gallery[0])
    expect(drawing(reader).locator("g.node.selected")).to_have_attribute("data-node", "root")
    reader.open("/?selected=dir/1")
    expect(reader.page.locator("g.node.selected")).to_have_attribute("data-node", "dir/1")


def test_a_drawing_holds_no_link(gallery: Gallery, reader_of: Callable[..., Reader]) -> None:
    graph = drawing(reader_of(gallery[0]))
    assert "javascript:" not in str(graph.inner_html())


def test_status_colours_follow_the_theme(gallery: Gallery, reader_of: Callable[..., Reader]) -> None:
    def fill(scheme: Scheme) -> str:
        shape = drawing(reader_of(gallery[0], scheme)).locator("g.node.green ellipse").first
        return str(shape.evaluate("shape => getComputedStyle(shape).fill"))

    assert fill("light") != fill("dark")
