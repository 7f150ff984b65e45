"""Two parts of a page side by side where there is room for both, else one below the other."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def panes(name: str) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Two containers, the first one at the left or above; ``name`` is unique on the page."""
    with st.container(key=f"panes-{name}", horizontal=True, gap="large"):
        return st.container(), st.container()
