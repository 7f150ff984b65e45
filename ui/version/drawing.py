"""The drawing of a version; that of a draft follows what is typed."""

from contextlib import suppress

import streamlit as st

from domain.errors import InvalidInput
from services.get_version import VersionDetail
from ui.drawing import show_drawing
from ui.version.draft import Draft


def show_version_drawing(version: VersionDetail, draft: Draft | None) -> None:
    """Draw the version. While the text of a draft is no valid JSON, its last valid one is drawn."""
    definition = version.definition
    if draft:
        key = f"{draft.key}.drawn"
        with suppress(InvalidInput):
            st.session_state[key] = draft.source().value
        definition = st.session_state.get(key, definition)
    show_drawing(definition, key=f"drawing.{version.id}")
