"""What a retry would do: which executions go on, and which of their tasks begin again."""

import streamlit as st

from domain.errors import shorten
from domain.open_workflow.calls import HUMAN_TASK
from runtime.contracts import StoppedTask
from services.preview_retry import RetriedExecution, RetryPreview
from ui.badges import badge
from ui.escape import escape
from ui.links import link
from ui.wording import counted

_OUTSIDE = {"http", "openapi", "emit"}
_WITHIN = {"raise", "set", "switch"}
_WORDS = {
    HUMAN_TASK: "is opened again for a person",
    "wait": "waits on, until the moment that it had set",
    "listen": "listens on; what it has heard stays",
    "emit": "is sent again",
    "raise": "raises the same error again",
    "run": "starts its sub-workflow",
}
MOST_TASKS = 20


def show_plan(preview: RetryPreview) -> None:
    """One box for each execution, what waits for it above it, and what is worth a second thought."""
    if len(preview.executions) > 1:
        number = counted(len(preview.executions), "execution")
        st.markdown(f"**{number}** go on together: those that wait, and those that they wait for.")
    below = frozenset(each.id for each in preview.executions)
    for each in preview.executions:
        with st.container(border=True):
            _show(each, below)
    again = [task for each in preview.executions for task in each.begins_again]
    if any(task.does in _OUTSIDE for task in again):
        st.warning(
            "A call that failed or was cut short may have reached its service. **What it did there can happen twice.**",
            icon=":material/warning:",
        )
    if again and all(task.does in _WITHIN for task in again):
        st.warning(
            "Nothing outside had a part in it: the same data will most likely fail again. Rerun it with other input, "
            "or with a corrected version.",
            icon=":material/warning:",
        )


def _show(each: RetriedExecution, below: frozenset[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        link("execution", shorten(each.name, 60), id=each.id)
        st.markdown(badge(each.runtime_status), width="content")
    lines = [_told(task, each, below) for task in each.tasks[:MOST_TASKS]]
    if len(each.tasks) > MOST_TASKS:
        lines.append(f"and {counted(len(each.tasks) - MOST_TASKS, 'more task')}")
    st.markdown("\n".join(f"- {line}" for line in lines))


def _told(task: StoppedTask, each: RetriedExecution, below: frozenset[str]) -> str:
    named = f"Task **{escape(shorten(task.name, 60))}**" + (f" (visit {task.visit})" if task.visit > 1 else "")
    if task.child_execution_id in below:
        return f"{named} waits again for its sub-workflow, which goes on below."
    if task.child_execution_id is not None:
        return f"{named} waits for its sub-workflow, which runs or has completed, and is not done again."
    mark = ":red[✕ failed]" if task.reference == each.failed_at else ":orange[◷ was cut short]"
    return f"{named} {mark} and {_WORDS.get(task.does, 'runs again')}."
