"""Untrusted text stays text."""

import pytest
from markdown_it import MarkdownIt

from ui.escape import escape

NASTY = [
    "![x](http://foreign.example/x.png)",
    "[link](http://foreign.example)",
    "<img src=x onerror=alert(1)>",
    "**bold** _it_ `code` ~~gone~~",
    "http://foreign.example and www.foreign.example and a@b.example",
    "# head\n- item\n1. one",
    "$x^2$ :red[colour] :material/home: &amp;",
    "a\\b | c",
]


@pytest.mark.parametrize("text", NASTY)
def test_markdown_renders_it_letter_by_letter(text: str) -> None:
    html = MarkdownIt("gfm-like", {"linkify": False}).render(escape(text))
    assert html.startswith("<p>")
    assert html.count("<") == 2


@pytest.mark.parametrize("text", NASTY)
def test_nothing_of_it_looks_like_an_address(text: str) -> None:
    shown = escape(text).replace("\\", "")
    assert not any(sign in shown for sign in ("://", "www.", "a@b"))


def test_streamlit_directives_lose_their_colon_and_brackets() -> None:
    assert escape(":red[x]") == "\\:red\\[x\\]"


def test_line_breaks_and_controls_become_spaces() -> None:
    assert escape("a\r\nb\x00c") == "a b c"
