"""Why an execution failed: where it began, at which attempt, what usually helps; beside it the last good run."""

import streamlit as st

from domain.errors import shorten
from domain.failing import HELP, Trouble
from domain.looks import look
from domain.vocabulary import ExecutionStatus
from runtime.contracts import TaskTrace
from services.explain_failure import Explanation, FailedStep, explain_failure
from services.get_execution import ExecutionDetail, get_execution
from ui.badges import badge
from ui.escape import escape
from ui.execution.causes import show_causes
from ui.execution.failures import failure_in_words, reason_of_failure
from ui.execution.last_good import show_last_good
from ui.execution.on_definition import ON_DEFINITION
from ui.execution.run_state import Known, known_tasks
from ui.execution.sight import Sight
from ui.json_view import show_json
from ui.links import link
from ui.live import live

WHY = "Why it failed"
LONGEST = 500


def show_why(sight: Sight) -> None:
    """Draw both sides."""
    live(None)(_show)(sight.execution)


def _show(execution: ExecutionDetail) -> None:
    found = explain_failure(execution.id)
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        _show_origin(found, execution)
    with right, st.container(border=True):
        show_last_good(execution)


def _show_origin(found: Explanation, execution: ExecutionDetail) -> None:
    origin = found.origin
    known = _known(origin, execution)
    st.markdown(f"##### {_where(origin)}")
    if origin.id != execution.id:
        told = failure_in_words(origin.failure) or reason_of_failure(get_execution(origin.id))
        st.markdown(escape(shorten(told, LONGEST)))
    _show_attempts(found, known)
    st.markdown(f"**What usually helps.** {escape(HELP[found.trouble])}")
    _lead_on(origin, is_here=origin.id == execution.id)
    if len(found.steps) > 1:
        _show_chain(found.steps)
    if origin.is_custom and found.trouble is not Trouble.NOT_STARTED:
        show_causes(origin.id)
    if origin.failure:
        with st.expander("The error as it is stored"):
            show_json(origin.failure, name=f"{origin.id}.failure", key="why.failure")


def _where(origin: FailedStep) -> str:
    if origin.task:
        return f"Task “{escape(shorten(origin.task, 60))}” failed"
    if origin.status is ExecutionStatus.FAILED_TO_START:
        return "It did not start"
    ended = look(origin.runtime_status).word.lower() if origin.runtime_status else "failed"
    return f"“{escape(shorten(origin.name, 60))}” ended as {escape(ended)}"


def _known(origin: FailedStep, execution: ExecutionDetail) -> Known | None:
    if origin.is_custom or origin.reference is None:
        return None
    return known_tasks(execution if origin.id == execution.id else get_execution(origin.id))


def _show_attempts(found: Explanation, known: Known | None) -> None:
    """Which attempt of how many, where something tries again; and why it cannot be told."""
    if known is None:
        return
    allowed = f" of at most {found.limit.attempts}" if found.limit and found.limit.attempts else ""
    tried = _trying(found, known)
    if tried is not None and found.limit is not None:
        st.markdown(f"It failed for good at attempt {tried.attempts}{allowed}.")
    elif known.trouble:
        st.caption(escape(f"{known.trouble} Which attempt it was cannot be told{allowed and ';'}{allowed}."))
    elif found.limit is None:
        st.caption("Nothing in the definition tries it again.")


def _trying(found: Explanation, known: Known) -> TaskTrace | None:
    """The newest visit of the task that tries again."""
    wanted = found.limit.reference if found.limit else None
    return next((each for each in reversed(known.visits(None)) if each.reference == wanted), None)


def _lead_on(origin: FailedStep, *, is_here: bool) -> None:
    with st.container(horizontal=True):
        if origin.reference and not origin.is_custom:
            label = "See the task on the definition" if is_here else "See the task in its execution"
            place = {"id": origin.id, "tab": ON_DEFINITION, "task": origin.reference}
            link("execution", label, icon=":material/my_location:", **place)
        if not is_here:
            link("execution", "Open the execution where it began", id=origin.id)


def _show_chain(steps: tuple[FailedStep, ...]) -> None:
    """From the execution that is shown down to where it began, a line for each."""
    st.markdown("**How it came here**")
    with st.container(gap="xxsmall"):
        for depth, step in enumerate(steps):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                if depth:
                    st.markdown(":gray[" + "\u2003" * min(depth - 1, 8) + "└]", width="content")
                link("execution", shorten(step.name, 50), id=step.id)
                st.markdown(_fate(step), width="content")


def _fate(step: FailedStep) -> str:
    status = badge(step.runtime_status or step.status)
    return f"{status} in task **{escape(shorten(step.task, 40))}**" if step.task else status
