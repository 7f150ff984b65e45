"""Outcomes of actions: said once, after the run that follows the action, whatever page that is."""

from collections.abc import MutableMapping
from typing import Any

import streamlit as st

from ui.escape import escape

_BOX = "pointsman.outcomes"


def outcome_box() -> MutableMapping[str, Any]:
    """This session's plain dict for actions: unlike ``session_state`` it can be written without a yield point."""
    box: dict[str, Any] = st.session_state.setdefault(_BOX, {"sentences": []})
    return box


def show_outcomes() -> None:
    """Say every sentence that actions left, as toasts, and forget them."""
    sentences: list[str] = outcome_box()["sentences"]
    while sentences:
        st.toast(escape(sentences.pop(0)), icon=":material/check_circle:", duration="long")
