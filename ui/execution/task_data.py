"""What went into a task and what came out, as its worker tells it."""

from collections.abc import Sequence

import streamlit as st

from domain.errors import PointsmanError
from domain.faults import sentence_of
from domain.json_types import JsonValue
from domain.pretty import pretty
from runtime.contracts import TaskData, TaskTrace
from services.read_run import read_task
from ui.escape import escape
from ui.execution.asking import ask

HEIGHT = 260
_MOST_LINES = 11


def show_task_data(execution_id: str, visits: Sequence[TaskTrace], *, key: str) -> None:
    """Input and output of one visit, the newest unless another is chosen; long values are cut."""
    chosen = _choice(visits, key)
    try:
        detail = ask(lambda: read_task(execution_id, chosen.reference, chosen.visit))
    except PointsmanError as error:
        st.caption(escape(str(error)))
        return
    if detail is None or detail.data.forgotten:
        st.caption("The run keeps the data of its newest visits alone, and this is an older one.")
    else:
        _show(detail.data)


def _choice(visits: Sequence[TaskTrace], key: str) -> TaskTrace:
    if len(visits) == 1:
        return visits[0]
    numbers = [visit.visit for visit in reversed(visits)]
    chosen = st.selectbox("Visit", numbers, format_func=lambda number: f"Visit {number}", key=f"{key}.visit", width=200)
    return next((visit for visit in visits if visit.visit == chosen), visits[-1])


def _show(data: TaskData) -> None:
    if isinstance(data.error, dict):
        st.error(escape(sentence_of(data.error)), icon=":material/error:")
    sides: list[tuple[str, JsonValue]] = [("Input", data.input), ("Output", data.output)]
    for column, (title, value) in zip(st.columns(2), sides, strict=True):
        with column:
            st.caption(title)
            text = pretty(value)
            is_tall = text.count("\n") > _MOST_LINES
            st.code(text, language="json", height=HEIGHT if is_tall else "content")
