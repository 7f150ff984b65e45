"""What the browser lacks below Streamlit, mended once for each tab by pieces that show nothing."""

import streamlit as st

from ui.piece import piece

PIECES = ("history", "reasons")
"""Back leads to where one came from, also when the server led the way; the keyboard reaches why a button is grey."""


def mend_browser() -> None:
    """Load the pieces."""
    with st.container(key="mending"):
        for name in PIECES:
            found = piece(name)
            if found:
                found(key=f"mending.{name}", height=1)
