"""The definition of an execution with its run painted on it, and the facts of the task that is chosen."""

import re

import streamlit as st

from domain.definition_graph import Folding, Painting
from domain.json_types import JsonValue
from services.get_execution import ExecutionDetail
from services.get_version import get_version
from ui.drawing import draw
from ui.escape import escape
from ui.execution.painting import painting_of, painting_of_failure
from ui.execution.run_state import Known, failed_at, known_tasks
from ui.execution.sight import Sight
from ui.execution.task_facts import show_task_facts
from ui.links import query
from ui.live import live

ON_DEFINITION = "On the definition"
EVERY_SECONDS = 3
_SCOPE = re.compile(r"/(?:do|try|catch/do|fork/branches)(?=/\d+/)")


def show_on_definition(sight: Sight) -> None:
    """Draw the version that runs here, refreshed while the execution is open."""
    execution = sight.execution
    _choose_asked(f"painted.{execution.id}")
    live(EVERY_SECONDS if sight.is_open else None)(_follow)(execution, get_version(execution.version_id).definition)


def _choose_asked(key: str) -> None:
    """The task that the address names is chosen, with the scopes around it open, once for each such address."""
    asked = query("task")
    if asked is None or st.session_state.get(f"{key}.asked") == asked:
        return
    st.session_state[f"{key}.asked"] = st.session_state[f"{key}.chosen"] = asked
    around = frozenset(asked[: place.start()] for place in _SCOPE.finditer(asked) if place.start())
    folding: Folding = st.session_state.get(f"{key}.folding", Folding())
    st.session_state[f"{key}.folding"] = Folding(folding.opened | around, folding.closed - around)


def _follow(execution: ExecutionDetail, definition: JsonValue) -> None:
    known = known_tasks(execution)
    if known.trouble:
        rest = "The tasks are shown as they were told last." if known.state else "The definition is drawn without them."
        st.info(escape(f"{known.trouble} {rest}"), icon=":material/info:")
    visits = known.visits(execution.closed_at)
    painting = _painting(execution, known)
    key = f"painted.{execution.id}"
    task = draw(definition, key=key, label="The run on its definition", painting=painting)
    if task is None:
        st.caption("Click a task to see how it fared, a frame’s head to fold it. `+` `-` `0` zoom; drag to move.")
    else:
        show_task_facts(execution.id, task, [visit for visit in visits if visit.reference == task.id], key=key)


def _painting(execution: ExecutionDetail, known: Known) -> Painting | None:
    if known.state:
        return painting_of(known.visits(execution.closed_at), forgotten=known.state.forgotten_tasks)
    reference = failed_at(execution)
    return painting_of_failure(reference) if reference else None
