"""What the chosen version does otherwise than the one that ran."""

import streamlit as st

from services.get_execution import ExecutionDetail
from services.get_version import VersionDetail, get_version
from ui.compare.changes import list_changes
from ui.compare.comparison import compare
from ui.links import link
from ui.wording import counted

SHOWN = 12


def show_difference(execution: ExecutionDetail, chosen: VersionDetail) -> None:
    """The changes in words, before anything else is asked; nothing where the same version runs again."""
    if chosen.id == execution.version_id:
        return
    found = compare(get_version(execution.version_id), chosen)
    with st.container(border=True):
        versions = f"from {execution.version}, which ran, to {chosen.version}, which would run"
        st.markdown(f"**{counted(len(found.lines), 'change')}** {versions}")
        list_changes(found.lines, most=SHOWN)
        link("compare", "Compare them side by side", a=execution.version_id, b=chosen.id)
