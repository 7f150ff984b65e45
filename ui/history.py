"""Back leads to the page one came from, also when the server led the way: ``frontend/src/pieces/history.ts``."""

import streamlit as st

from ui.piece import piece


def mend_history() -> None:
    """Load the piece once for each tab; it shows nothing."""
    history = piece("history")
    if history:
        with st.container(key="history"):
            history(key="history.piece", height=1)
