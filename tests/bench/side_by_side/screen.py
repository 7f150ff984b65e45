"""What stands on the screen of a page, be it text of the document or drawn on a canvas."""

from playwright.sync_api import BrowserContext, Page

PATIENCE_MILLISECONDS = 60_000

# Tables may be drawn on a canvas, where a text is on the screen once it was written there.
_NOTE_DRAWN = """
(() => {
  const drawn = (window.drawnTexts = new Set());
  const fill = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    drawn.add(String(text));
    return fill.call(this, text, ...rest);
  };
})()"""
_FORGET_DRAWN = "() => window.drawnTexts?.clear()"
_IS_SHOWN = """
([text, inside]) => {
  for (const each of window.drawnTexts ?? []) if (each.includes(text)) return true;
  const stands = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        if (node.data.includes(text) && node.parentElement?.checkVisibility({ visibilityProperty: true })) return true;
      } else if (node.shadowRoot && stands(node.shadowRoot)) return true;
    }
    return false;
  };
  return [...document.querySelectorAll(inside)].some(stands);
}"""
_NEXT_FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def watch(context: BrowserContext) -> None:
    """Note from now on what pages of this profile draw."""
    context.add_init_script(_NOTE_DRAWN)


def forget_drawn(page: Page) -> None:
    """What was drawn until now does not count any more."""
    page.evaluate(_FORGET_DRAWN)


def is_shown(page: Page, text: str, inside: str = "body") -> bool:
    """Whether ``text`` stands in what the selector ``inside`` finds, or was drawn."""
    return bool(page.evaluate(_IS_SHOWN, [text, inside]))


def await_shown(page: Page, text: str, inside: str = "body") -> None:
    """Return in the second frame after that. Raises: playwright's TimeoutError."""
    page.wait_for_function(_IS_SHOWN, arg=[text, inside], polling="raf", timeout=PATIENCE_MILLISECONDS)
    page.evaluate(_NEXT_FRAME)


def open_until(page: Page, address: str, text: str) -> None:
    """Go to an address and wait for a text."""
    page.goto(address, wait_until="commit", timeout=PATIENCE_MILLISECONDS)
    await_shown(page, text)
