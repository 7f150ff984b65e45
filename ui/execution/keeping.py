"""Whether Temporal still keeps what a closed execution did there, and what is gone where it does not."""

from datetime import UTC, datetime, timedelta

import streamlit as st

from domain.errors import PointsmanError
from domain.vocabulary import ExecutionStatus
from services.get_execution import ExecutionDetail
from services.read_run import is_kept
from ui.execution.asking import ask

FRESH_FOR = timedelta(minutes=1)
_GONE = (
    "Temporal keeps nothing of this execution any more: its tasks, timeline and result are gone{more}. Status, "
    "failure, family, input, order story and ledger are stored here, and stay."
)


def show_keeping(execution: ExecutionDetail) -> None:
    """A sentence where the history of a closed execution is gone."""
    if history_is_gone(execution):
        more = ", and with them what it started there by itself" if execution.is_custom else ""
        st.info(_GONE.format(more=more), icon=":material/history_toggle_off:")


def history_is_gone(execution: ExecutionDetail) -> bool:
    """True once Temporal said so; asked at most once a minute, and only of what has ended."""
    if execution.status not in (ExecutionStatus.COMPLETED, ExecutionStatus.FAILED):
        return False
    key, now = f"kept.{execution.id}", datetime.now(UTC)
    before: tuple[datetime, bool] | None = st.session_state.get(key)
    if before is not None and now - before[0] < FRESH_FOR:
        return before[1]
    try:
        gone = not ask(lambda: is_kept(execution.id))
    except PointsmanError:
        return False
    st.session_state[key] = (now, gone)
    return gone
