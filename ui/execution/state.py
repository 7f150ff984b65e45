"""Status beside runtime status, and how an execution ended, in words; refreshed while it is open."""

from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from domain.looks import look
from domain.vocabulary import ExecutionStatus
from services.get_execution import ExecutionDetail
from ui.badges import badge
from ui.dialogs import dialog_is_open
from ui.escape import escape
from ui.execution.failures import reason_of_failure
from ui.execution.keeping import show_keeping
from ui.execution.sight import Sight, look_at
from ui.live import live
from ui.times import ago, duration

EVERY_SECONDS = 2


def show_state(sight: Sight) -> None:
    """One line on the two statuses and the time it took; while it is open the line follows by itself."""
    live(EVERY_SECONDS if sight.is_open else None)(_follow)(sight)
    show_end(sight)


def show_end(sight: Sight) -> None:
    """Why it failed, what is gone of it, or what is odd about it."""
    if sight.execution.status in (ExecutionStatus.FAILED, ExecutionStatus.FAILED_TO_START):
        st.error(escape(reason_of_failure(sight.execution)), icon=":material/error:")
    show_keeping(sight.execution)
    if sight.is_drifting:
        st.warning(escape(_drift(sight)), icon=":material/sync_problem:")


def _follow(shown: Sight) -> None:
    sight = look_at(shown.execution.id) if shown.is_open else shown
    has_changed = not sight.same_state(shown)
    if has_changed and not dialog_is_open():
        st.rerun()
    with st.container(key="statuses"):
        st.markdown(_line(sight))
    if has_changed:
        st.caption("It has changed. The rest of the page follows once the dialog is closed.")
    if sight.trouble:
        st.info(escape(f"{sight.trouble} What is stored is shown."), icon=":material/cloud_off:")


def _line(sight: Sight) -> str:
    """Each status with how fresh it is, then the time it took."""
    parts = [_stored(sight), _runtime(sight), f":gray[{_span(sight.execution)}]"]
    return " :gray[·] ".join(part for part in parts if part != ":gray[]")


def _stored(sight: Sight) -> str:
    execution = sight.execution
    if execution.next_attempt_at is not None:
        waits = f"Waits for Temporal, tries again {ago(execution.next_attempt_at)}"
        return f"{badge(execution.status)} :gray[{escape(waits)}]"
    since = execution.closed_at or execution.started_at or execution.created_at
    return f"{badge(execution.status)} :gray[stored {escape(ago(since))}]"


def _runtime(sight: Sight) -> str:
    if sight.runtime_status is None or sight.seen_at is None:
        never_ran = sight.execution.status is ExecutionStatus.FAILED_TO_START
        return ":gray[It never ran on Temporal]" if never_ran else ":gray[Temporal was not asked yet]"
    said = look(sight.runtime_status)
    told = replace(said, word=f"Temporal: {said.word}")
    return f"{badge(told)} :gray[seen {escape(ago(sight.seen_at))}]"


def _span(execution: ExecutionDetail) -> str:
    if execution.started_at is None:
        return ""
    if execution.closed_at is not None:
        return f"took {escape(duration(execution.closed_at - execution.started_at))}"
    if execution.status is not ExecutionStatus.STARTED:
        return ""
    return f"runs for {escape(duration(datetime.now(UTC) - execution.started_at))}"


def _drift(sight: Sight) -> str:
    stored = look(sight.execution.status).word
    said = look(sight.runtime_status).word if sight.runtime_status is not None else "nothing"
    return (
        f"Drift: the stored status is “{stored}”, but Temporal says “{said}”. "
        "The two disagree, and it was not repaired by itself. Look at the timeline and at Temporal before acting."
    )
