"""What the chosen version will do, drawn for those who want to look before they start it."""

import streamlit as st

from domain.vocabulary import Format
from services.get_version import get_version
from ui.drawing import show_drawing

HEIGHT = 420


def show_what_it_does(version_id: str) -> None:
    """The drawing of a version, folded away until it is asked for; a custom one has none."""
    version = get_version(version_id)
    if version.format is Format.OPEN_WORKFLOW:
        with st.expander("What it does", icon=":material/schema:"):
            show_drawing(version.definition, key=f"start.drawing.{version_id}", height=HEIGHT)
