"""What went into an execution and what came out of it."""

import streamlit as st

from domain.errors import NotFound, PointsmanError, shorten
from domain.json_search import Hit, search_json
from domain.json_values import compact
from domain.vocabulary import ExecutionStatus
from services.get_execution import ExecutionDetail
from services.read_run import RunEnd, read_end
from ui.escape import escape
from ui.execution.asking import ask
from ui.execution.failures import reason_of_failure
from ui.execution.sight import Sight
from ui.json_view import show_json
from ui.live import live
from ui.table import Column, show_table

MOST_HITS, LONGEST = 100, 1000


def show_input(execution: ExecutionDetail) -> None:
    """Input and context, side by side; above them what a search finds in both."""
    live(None)(_search)(execution)
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


def _search(execution: ExecutionDetail) -> None:
    text = st.text_input(
        "Search",
        key=f"search.{execution.id}",
        type="search",
        max_chars=200,
        placeholder="A name or a value in input or context",
        label_visibility="collapsed",
    )
    if not text.strip():
        return
    sides = (("Input", execution.input), ("Context", execution.context))
    hits = [(side, hit) for side, value in sides for hit in search_json(value, text, MOST_HITS)][:MOST_HITS]
    if not hits:
        st.caption("It stands in neither of the two.")
        return
    columns = [
        Column[tuple[str, Hit]]("In", lambda each: each[0], width=80),
        Column("Place", _place, width=320),
        Column("Value", lambda each: shorten(_text(each[1]), LONGEST), width="large"),
    ]
    show_table(hits, columns, key=f"search.found.{execution.id}")
    if len(hits) == MOST_HITS:
        st.caption(f"The first {MOST_HITS} places are shown.")


def _place(found: tuple[str, Hit]) -> str:
    return found[1].pointer or "/"


def _text(hit: Hit) -> str:
    return hit.value if isinstance(hit.value, str) else compact(hit.value)


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
