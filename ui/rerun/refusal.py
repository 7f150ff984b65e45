"""Why an execution cannot be rerun."""

import streamlit as st

from domain.acting import check_can_rerun, reason_against
from services.get_execution import ExecutionDetail
from ui.escape import escape
from ui.links import link


def show_why_not(execution: ExecutionDetail) -> None:
    """The reason with the way out, and the end of the page; nothing where it can be."""
    problem = reason_against(check_can_rerun, execution.subject)
    if problem is None:
        return
    st.warning(escape(problem), icon=":material/block:")
    if execution.root_id is not None:
        link("rerun", "Rerun the root", id=execution.root_id)
    st.stop()
