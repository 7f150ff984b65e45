"""What a person does on the pages, by the labels that stand there."""

import json
import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.reader import IDLE
from ui.table import HEAD_PIXELS, ROW_PIXELS

CELL = "td[data-testid^='glide-cell-']"

_WHERE = """cell => {
  const tables = [...document.querySelectorAll("[data-testid=stDataFrame]")];
  return [tables.findIndex((table) => table.contains(cell)), Number(cell.dataset.testid.split("-").pop())];
}"""


def press(page: Page | Locator, label: str) -> None:
    """Click the button of exactly this name."""
    page.get_by_role("button", name=label, exact=True).click()


def dialog(page: Page) -> Locator:
    """The dialog that is open; a menu, which has the same role, is none."""
    return page.get_by_test_id("stDialog")


def choose(page: Page | Locator, label: str, option: str) -> None:
    """Pick ``option`` in the select box of this label."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    (page if isinstance(page, Page) else page.page).get_by_role("option", name=option).click()


def name_entity(page: Page | Locator, entity_id: str) -> None:
    """Type an entity id into the field that also offers those that are known, a moment after what was done before."""
    (page if isinstance(page, Page) else page.page).wait_for_timeout(500)
    field = page.get_by_role("combobox", name="Entity id")
    field.fill(entity_id)
    field.press("Enter")
    expect(field).to_have_value(entity_id)


def write(page: Page | Locator, label: str, text: str) -> None:
    """Type into the field of this label, which may be marked as required, once the page stands still; and leave it."""
    field = page.locator("input, textarea").and_(page.get_by_label(re.compile(rf"^{re.escape(label)}( \*)?$")))
    expect(field).to_be_visible()
    expect((page if isinstance(page, Page) else page.page).locator(IDLE)).to_be_visible()
    field.fill(text)
    field.press("Tab")


def write_json(page: Page | Locator, label: str, value: Any) -> None:
    """Type JSON into the field of this label and leave it."""
    write(page, label, json.dumps(value))


def cells(page: Page | Locator, text: str) -> Locator:
    """Cells of tables that hold ``text``. Tables are drawn on a canvas; this is what a screen reader finds there."""
    return page.locator(CELL).filter(has_text=text)


def open_row(page: Page, text: str) -> None:
    """Click the first cell of the first row in which ``text`` stands, once the page stands still."""
    expect(page.locator(IDLE)).to_be_visible()
    cell = cells(page, text).first
    expect(cell).to_be_attached()
    place, row = cell.evaluate(_WHERE)
    table = page.get_by_test_id("stDataFrame").nth(place)
    table.scroll_into_view_if_needed()
    table.click(position={"x": 20, "y": HEAD_PIXELS + ROW_PIXELS * (row + 0.5)})


def expect_status(page: Page, *words: str) -> None:
    """Wait until the head of the page bears these badges."""
    for word in words:
        head = page.locator("h1, .st-key-statuses").filter(has_text=word)
        expect(head.first).to_be_visible(timeout=30_000)


def find_to_start(page: Page, text: str) -> None:
    """Type into the one box of the start page; a text that is no option is taken as the id of a product."""
    box = page.get_by_role("combobox", name="What to start")
    box.fill(text)
    box.press("Enter")
    as_product = page.get_by_role("button", name=f"Product: {text}")
    chosen = page.get_by_text(re.compile("It is linked to no template|It starts "))
    expect(as_product.or_(chosen).first).to_be_visible()
    if as_product.count():
        as_product.click()
