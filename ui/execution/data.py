"""What went into an execution and what came out of it."""

import streamlit as st

from domain.errors import NotFound, PointsmanError
from domain.vocabulary import ExecutionStatus
from services.get_execution import ExecutionDetail
from services.read_run import RunEnd, read_end
from ui.escape import escape
from ui.execution.asking import ask
from ui.execution.failures import reason_of_failure
from ui.execution.sight import Sight
from ui.json_view import show_json


def show_input(execution: ExecutionDetail) -> None:
    """Input and context, side by side."""
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("##### Input")
        if execution.origin is None:
            st.caption("The backend made this execution; its input is not stored here.")
        else:
            show_json(execution.input, name=f"{execution.id}.input", key="input")
    with right:
        st.markdown("##### Context")
        st.caption("Metadata for callers; the workflow never reads it.")
        if execution.context:
            show_json(execution.context, name=f"{execution.id}.context", key="context")
        else:
            st.caption("It has no context.")


def show_result(sight: Sight) -> None:
    """The result of a completed execution, or why it failed."""
    status = sight.execution.status
    if status is ExecutionStatus.COMPLETED:
        _result(sight.execution)
    elif status in (ExecutionStatus.FAILED, ExecutionStatus.FAILED_TO_START):
        _failure(sight)
    else:
        st.caption("It has not ended yet.")


def _result(execution: ExecutionDetail) -> None:
    try:
        end = ask(lambda: read_end(execution.id))
    except NotFound:
        st.info("Temporal does not keep the history of this run any more, and the result was kept only there.")
        return
    except PointsmanError as error:
        st.info(escape(error), icon=":material/cloud_off:")
        return
    _show(end, execution.id)


def _show(end: RunEnd, execution_id: str) -> None:
    if end.result is None and end.failure is None:
        st.caption("It ended without a result.")
    else:
        show_json(end.failure or end.result, name=f"{execution_id}.result", key="result", lines_shown=30)


def _failure(sight: Sight) -> None:
    st.markdown(f"**{escape(reason_of_failure(sight.execution))}**")
    if sight.execution.failure:
        show_json(sight.execution.failure, name=f"{sight.execution.id}.failure", key="failure")
