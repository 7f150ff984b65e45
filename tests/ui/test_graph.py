"""The graph where the browser piece is missing."""

import pytest
from streamlit.testing.v1 import AppTest

import ui.piece


def page() -> None:
    import streamlit as st

    from ui.graph import show_graph

    st.text(str(show_graph("digraph { a -> b }", key="g")))


def test_without_the_built_piece_the_plain_drawing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.piece, "asset_url", lambda _name: None)
    run = AppTest.from_function(page).run()
    assert run.get("graphviz_chart")
    assert run.text[0].value == "None"


def test_with_it_nothing_is_clicked_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.piece, "asset_url", lambda _name: "/assets/graph.js")
    run = AppTest.from_function(page).run()
    assert not run.exception
    assert run.text[0].value == "None"
