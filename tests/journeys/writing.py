"""What an author does in the editor of a draft."""

from playwright.sync_api import Locator, Page, expect


def editor(page: Page) -> Locator:
    piece = page.locator(".pointsman-editor[data-ready]")
    expect(piece).to_be_visible()
    return piece


def choose_text(page: Page, text: str) -> None:
    """Select ``text`` in the editor, as a person finds it."""
    piece = editor(page)
    piece.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+f")
    find = piece.get_by_role("textbox", name="Find")
    find.fill("")
    find.press_sequentially(text)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def replace(page: Page, old: str, new: str) -> None:
    """Write ``new`` in the place of ``old``."""
    choose_text(page, old)
    page.keyboard.insert_text(new)


def expect_saved(page: Page) -> None:
    expect(editor(page).locator(".status.green")).to_contain_text("Saved")
