"""A JSON document to read, copy and download; a large one shows its beginning only."""

import streamlit as st

from domain.json_types import JsonValue
from domain.pretty import pretty
from ui.wording import counted

SHOWN_CHARACTERS = 60_000
LINE_PIXELS = 20


def show_json(value: JsonValue, *, name: str, key: str, lines_shown: int = 24) -> None:
    """Show ``value`` pretty-printed, ``lines_shown`` lines before it scrolls.

    ``name`` becomes the file name of the download.
    """
    text = pretty(value)
    lines = text.count("\n") + 1
    shown = text[:SHOWN_CHARACTERS]
    cut = len(shown) < len(text)
    st.code(
        shown, language=None if cut else "json", height="content" if lines <= lines_shown else lines_shown * LINE_PIXELS
    )
    size = f"{_size(len(text.encode()))}, {counted(lines, 'line')}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Download", text, f"{name}.json", "application/json", key=key, icon=":material/download:", on_click="ignore"
        )
        st.caption(f"{size}; only the beginning is shown" if cut else size, width="content")


def _size(number: int) -> str:
    return counted(number, "byte") if number < 1024 else f"{number / 1024:,.1f} kB"
