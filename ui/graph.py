"""A graph in DOT, drawn in the browser with pan, zoom, keyboard and click."""

from functools import cache
from urllib.parse import quote, unquote

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from ui.bundle import asset_url

_LOADER = """export default async (component) => {{
  const piece = await import(window.location.origin + {url!r});
  piece.default(component);
}};
"""


def show_graph(
    dot: str, *, key: str, selected: str | None = None, height: int = 420, label: str = "Graph"
) -> str | None:
    """Draw ``dot`` and return the id of the node that was just clicked, else None.

    Node names are ids, percent-encoded; ``selected`` is the id to mark. ``label`` names the graph for screen readers.
    Where the browser piece has not been built the drawing is a plain one without clicks.
    """
    url = asset_url("graph.js")
    if url is None:
        st.graphviz_chart(dot, width="stretch", height=height, alt=label)
        return None
    mark = None if selected is None else quote(selected, safe="")
    data = {"dot": dot, "selected": mark, "height": height, "label": label}
    clicked = _component(url)(data=data, key=key, height=height, on_node_change=_nothing).node
    return unquote(clicked) if isinstance(clicked, str) else None


@cache
def _component(url: str) -> ComponentRenderer:
    return st.components.v2.component(
        "pointsman.graph", html='<div class="pointsman-graph"></div>', js=_LOADER.format(url=url)
    )


def _nothing() -> None:
    return None
