"""Back leads to the page one came from, also when the server led the way: ``frontend/src/pieces/history.ts``."""

from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from ui.bundle import asset_url

_LOADER = """export default async (component) => {{
  const piece = await import(window.location.origin + {url!r});
  piece.default(component);
}};
"""


def mend_history() -> None:
    """Load the piece once for each tab; it shows nothing."""
    url = asset_url("history.js")
    if url:
        with st.container(key="history"):
            _component(url)(key="history.piece", height=1)


@cache
def _component(url: str) -> ComponentRenderer:
    return st.components.v2.component("pointsman.history", js=_LOADER.format(url=url))
