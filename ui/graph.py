"""A graph in DOT, drawn in the browser with pan, zoom, keyboard and click."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from urllib.parse import unquote

import streamlit as st

from domain.dot_text import node_key
from ui.piece import piece


def show_graph(
    dot: str,
    *,
    key: str,
    selected: str | None = None,
    height: int = 420,
    label: str = "Graph",
    on_click: Callable[[str], None] = lambda _: None,
    hints: Mapping[str, Sequence[str]] | None = None,
) -> str | None:
    """Draw ``dot``, at most ``height`` pixels high, and return the id of the node that was just clicked, else None.

    Node names are ids, percent-encoded; ``selected`` is the id to mark. ``label`` names the graph for screen readers.
    ``on_click`` hears the id before the script runs again, so that the drawing can change with the click. ``hints`` are
    lines by id that appear beside a node at once, names and values between backticks. Where the browser piece has not
    been built the drawing is a plain one without clicks and hints.
    """
    graph = piece("graph")
    if graph is None:
        st.graphviz_chart(dot, width="stretch", height=height, alt=label)
        return None
    mark = None if selected is None else node_key(selected)
    told = {node_key(node): list(lines) for node, lines in (hints or {}).items()}
    data = {"dot": dot, "selected": mark, "height": height, "label": label, "hints": told}
    clicked = graph(data=data, key=key, height="content", on_node_change=partial(_heed, key, on_click)).node
    return unquote(clicked) if isinstance(clicked, str) else None


def _heed(key: str, on_click: Callable[[str], None]) -> None:
    clicked = st.session_state[key].node
    if isinstance(clicked, str):
        on_click(unquote(clicked))
