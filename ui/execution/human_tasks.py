"""Tasks that wait for a person, each with the form that completes it."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from runtime.contracts import OpenTask
from services.complete_task import complete_task
from ui.act import Decision, action_button
from ui.escape import escape
from ui.execution.run_state import moment_of
from ui.json_form import Filled, json_form
from ui.json_view import show_json
from ui.times import ago


def show_human_tasks(execution_id: str, tasks: Sequence[OpenTask]) -> None:
    """A box for each waiting task. What is typed stays until the task is completed."""
    for task in tasks:
        with st.container(border=True):
            _show(execution_id, task)


def _show(execution_id: str, task: OpenTask) -> None:
    key = f"task.{execution_id}.{task.reference}.{task.visit}"
    st.markdown(f"##### :material/person_raised_hand: {escape(task.title)}")
    st.caption(escape(_about(task)))
    if task.description:
        st.markdown(escape(task.description))
    form, data = st.columns([3, 2], gap="large") if task.data is not None else (st.container(), None)
    if data is not None:
        with data:
            st.caption("What is known")
            show_json(task.data, name=task.name, key=f"{key}.data", lines_shown=14)
    with form:
        filled = json_form(task.form, key=key)
        action_button(
            "Complete the task",
            key=f"{key}.complete",
            icon=":material/check:",
            primary=True,
            ask=False,
            reason="none",
            action=partial(_complete, execution_id, task, filled),
        )


def _complete(execution_id: str, task: OpenTask, filled: Filled, decision: Decision) -> str:
    complete_task(execution_id, task.reference, filled.complete(), actor=decision.actor, visit=task.visit)
    return f"“{task.title}” is completed."


def _about(task: OpenTask) -> str:
    parts = [
        f"opened {ago(moment_of(task.opened_at))}",
        f"for {task.assignee}" if task.assignee else "",
        f"for {', '.join(task.candidate_groups)}" if task.candidate_groups and not task.assignee else "",
        f"{task.priority} priority" if task.priority else "",
        f"due {ago(moment_of(task.due_at))}" if task.due_at else "",
        f"task {task.name}" + (f", visit {task.visit}" if task.visit > 1 else ""),
    ]
    return " · ".join(part for part in parts if part)
