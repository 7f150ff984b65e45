"""What ran and what waits: the tasks of a run, and the forms of those that wait for a person."""

from collections.abc import Sequence

import streamlit as st

from runtime.contracts import RunState, TaskStatus, TaskTrace
from services.get_execution import ExecutionDetail
from ui.dialogs import dialog_is_open
from ui.escape import escape
from ui.execution.human_tasks import show_human_tasks
from ui.execution.run_state import Known, known_tasks, moment_of, took
from ui.execution.sight import Sight
from ui.live import live
from ui.table import Column, show_table

EVERY_SECONDS = 2


def show_tasks(sight: Sight) -> None:
    """Waiting tasks first, with their forms; below them all that ran, refreshed while the execution is open."""
    known = known_tasks(sight.execution)
    if sight.is_open and known.state is not None:
        show_human_tasks(sight.execution.id, known.state.open_tasks)
    live(EVERY_SECONDS if sight.is_open else None)(_follow)(sight.execution, known)


def _follow(execution: ExecutionDetail, shown: Known) -> None:
    known = known_tasks(execution)
    if known.open_keys != shown.open_keys and not dialog_is_open():
        st.rerun()
    if known.trouble:
        st.info(escape(known.trouble), icon=":material/info:")
    if known.state is not None:
        _table(execution.id, known.visits(execution.closed_at))
        _notes(known.state)


def _table(execution_id: str, tasks: Sequence[TaskTrace]) -> None:
    if not tasks:
        st.caption("No task has begun yet.")
        return
    columns = [
        Column[TaskTrace]("Task", _indented, width=280),
        Column("Status", lambda task: task.status, "status", TaskStatus, width=125),
        Column("Kind", lambda task: task.kind, width=90),
        Column("Began", lambda task: moment_of(task.started_at), "moment", width=160),
        Column("Took", took, width=100, help="Or runs for, while it has not ended."),
        Column("Visit", lambda task: task.visit, "number", width=65, help="How often the flow came here."),
        Column("Attempts", lambda task: task.attempts, "number", width=85),
        Column("Place in the definition", lambda task: task.reference, width="large"),
    ]
    show_table(tasks, columns, key=f"tasks.table.{execution_id}")


def _notes(state: RunState) -> None:
    notes = [
        f"{state.forgotten_tasks:,} older visits of tasks are not kept." if state.forgotten_tasks else "",
        f"{state.unread_events:,} events came that no task has read yet." if state.unread_events else "",
        f"{state.dropped_events:,} more were dropped, because too many were unread." if state.dropped_events else "",
    ]
    st.caption(" ".join(filter(None, notes)))


def _indented(task: TaskTrace) -> str:
    return "\u2003" * max(task.reference.count("/do/") + task.reference.count("/try/") - 1, 0) + task.name
