"""What is known of one task of a run: what it is, and how each of its visits went."""

from collections.abc import Sequence

import streamlit as st

from domain.definition_graph import Node
from domain.definition_graph.kinds import LOOKS
from runtime.contracts import TaskStatus, TaskTrace
from ui.escape import escape
from ui.execution.run_state import moment_of, took
from ui.execution.task_data import show_task_data
from ui.links import link
from ui.table import Column, show_table

MOST_LINKS = 12


def show_task_facts(execution_id: str, task: Node, visits: Sequence[TaskTrace], *, key: str) -> None:
    """Draw the facts of the task that a person chose, and the data of one of its visits."""
    st.markdown(f"##### {escape(task.title)}")
    words = [LOOKS[task.kind].word, task.line, *task.marks, task.problem, task.id]
    st.caption(escape(" · ".join(word for word in words if word)))
    if not visits:
        st.caption("The run has not come here, as far as is known.")
        return
    columns = [
        Column[TaskTrace]("Visit", lambda visit: visit.visit, "number", width=65),
        Column("Status", lambda visit: visit.status, "status", TaskStatus, width=125),
        Column("Began", lambda visit: moment_of(visit.started_at), "moment", width=160),
        Column("Ended", lambda visit: moment_of(visit.ended_at), "moment", width=160),
        Column("Took", took, width=100, help="Or runs for, while it has not ended."),
        Column("Attempts", lambda visit: visit.attempts, "number", width=85),
        Column("Child execution", lambda visit: visit.child_execution_id, width="large"),
    ]
    show_table(visits, columns, key=f"{key}.visits")
    _show_children(visits)
    show_task_data(execution_id, visits, key=key)


def _show_children(visits: Sequence[TaskTrace]) -> None:
    children = [visit for visit in visits if visit.child_execution_id]
    with st.container(horizontal=True):
        for visit in children[-MOST_LINKS:]:
            label = "Child execution" if len(visits) == 1 else f"Child execution of visit {visit.visit}"
            link("execution", label, id=visit.child_execution_id or "")
