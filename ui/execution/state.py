"""Status beside runtime status, and how an execution ended, in words; refreshed while it is open."""

from datetime import UTC, datetime

import streamlit as st

from domain.looks import look
from domain.vocabulary import ExecutionStatus
from services.get_execution import ExecutionDetail
from ui.escape import escape
from ui.execution.failures import reason_of_failure
from ui.execution.sight import Sight, look_at
from ui.live import live
from ui.times import ago, duration

EVERY_SECONDS = 2


def show_state(sight: Sight) -> None:
    """One line on the two statuses and the time it took; while it is open the line follows by itself."""
    live(EVERY_SECONDS if sight.is_open else None)(_follow)(sight)
    show_end(sight)


def show_end(sight: Sight) -> None:
    """Why it failed, or what is odd about it."""
    if sight.execution.status in (ExecutionStatus.FAILED, ExecutionStatus.FAILED_TO_START):
        st.error(escape(reason_of_failure(sight.execution)), icon=":material/error:")
    if sight.is_drifting:
        st.warning(escape(_drift(sight)), icon=":material/sync_problem:")


def _follow(shown: Sight) -> None:
    sight = look_at(shown.execution.id)
    if not sight.same_state(shown):
        st.rerun()
    st.caption(escape(_line(sight)))
    if sight.trouble:
        st.info(escape(f"{sight.trouble} What is stored is shown."), icon=":material/cloud_off:")


def _line(sight: Sight) -> str:
    parts = [_stored(sight), _runtime(sight), _span(sight.execution)]
    return " · ".join(part for part in parts if part)


def _stored(sight: Sight) -> str:
    if sight.execution.next_attempt_at is not None:
        return f"Waits for Temporal, tries again {ago(sight.execution.next_attempt_at)}"
    return f"Status: {look(sight.execution.status).word}"


def _runtime(sight: Sight) -> str:
    if sight.runtime_status is None or sight.seen_at is None:
        never_ran = sight.execution.status is ExecutionStatus.FAILED_TO_START
        return "It never ran on Temporal" if never_ran else "Temporal was not asked yet"
    return f"Temporal says: {look(sight.runtime_status).word}, seen {ago(sight.seen_at)}"


def _span(execution: ExecutionDetail) -> str:
    if execution.started_at is None:
        return ""
    if execution.closed_at is not None:
        return f"Took {duration(execution.closed_at - execution.started_at)}"
    if execution.status is not ExecutionStatus.STARTED:
        return ""
    return f"Runs for {duration(datetime.now(UTC) - execution.started_at)}"


def _drift(sight: Sight) -> str:
    stored = look(sight.execution.status).word
    said = look(sight.runtime_status).word if sight.runtime_status is not None else "nothing"
    return (
        f"Drift: the stored status is “{stored}”, but Temporal says “{said}”. "
        "The two disagree, and it was not repaired by itself. Look at the timeline and at Temporal before acting."
    )
