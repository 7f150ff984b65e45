"""The browser pieces of ``frontend/src/pieces`` as components of Streamlit."""

from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from ui.bundle import asset_url

_LOADER = """export default async (component) => {{
  const piece = await import(window.location.origin + {url!r});
  piece.default(component);
}};
"""


def piece(name: str) -> ComponentRenderer | None:
    """The piece of this name, drawn into an element of class ``pointsman-NAME``; None where it has not been built."""
    url = asset_url(f"{name}.js")
    return None if url is None else _component(name, url)


@cache
def _component(name: str, url: str) -> ComponentRenderer:
    html = f'<div class="pointsman-{name}"></div>'
    return st.components.v2.component(f"pointsman.{name}", html=html, js=_LOADER.format(url=url))
