"""Why an execution cannot be retried."""

import streamlit as st

from domain.acting import check_can_rerun, reason_against
from domain.errors import NotAllowed, PointsmanError
from services.get_execution import ExecutionDetail
from ui.escape import escape
from ui.links import link


def show_refusal(execution: ExecutionDetail, refusal: PointsmanError) -> None:
    """The reason, and the other way where there is one; what is away for a moment can be asked again."""
    st.warning(escape(str(refusal)), icon=":material/block:")
    if not isinstance(refusal, NotAllowed):
        st.button("Look again", icon=":material/refresh:")
    elif reason_against(check_can_rerun, execution.subject) is None:
        link("rerun", "Rerun it", icon=":material/restart_alt:", id=execution.id)
