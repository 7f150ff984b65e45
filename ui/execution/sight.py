"""An execution as it stands now: what is stored, and what Temporal says, asked at a gentle rate."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import streamlit as st

from domain.errors import PointsmanError
from domain.executions import drifts
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from services.get_execution import ExecutionDetail, get_execution
from services.observe_execution import observe_execution
from ui.execution.asking import ask

LOOK_AGAIN_AFTER = timedelta(seconds=5)


@dataclass(frozen=True)
class Sight:
    """``seen_at`` (UTC) is when Temporal said ``runtime_status``; ``trouble`` tells why it could not be asked now."""

    execution: ExecutionDetail
    runtime_status: RuntimeStatus | None
    seen_at: datetime | None
    trouble: str | None = None

    @property
    def is_open(self) -> bool:
        """True while the execution may still change by itself."""
        return self.execution.status in (ExecutionStatus.CREATED, ExecutionStatus.STARTED)

    @property
    def is_drifting(self) -> bool:
        """True when status and runtime status disagree."""
        return drifts(self.execution.status, self.runtime_status)

    def same_state(self, other: "Sight") -> bool:
        """True when a page that shows ``other`` would look the same in its statuses and actions."""
        mine, theirs = self.execution, other.execution
        return (mine.status, self.runtime_status) == (theirs.status, other.runtime_status)


def stored(execution_id: str) -> Sight:
    """What is stored, and what this session saw last; Temporal is not asked. Raises: NotFound."""
    return _stored(get_execution(execution_id))


def look_at(execution_id: str) -> Sight:
    """Read the execution; ask Temporal too while it is open and was not asked in the last seconds. Raises: NotFound."""
    sight = stored(execution_id)
    if not _is_due(sight):
        return sight
    try:
        seen = ask(lambda: observe_execution(execution_id))
    except PointsmanError as error:
        return replace(sight, trouble=str(error))
    st.session_state[_key(execution_id)] = (seen.runtime_status, seen.observed_at)
    return stored(execution_id)


def _stored(execution: ExecutionDetail) -> Sight:
    """What the execution's row tells; the backend's executions have none, so this session remembers what it saw."""
    if execution.observed_at is not None:
        return Sight(execution, execution.runtime_status, execution.observed_at)
    status, seen_at = st.session_state.get(_key(execution.id), (None, None))
    return Sight(execution, status, seen_at)


def _is_due(sight: Sight) -> bool:
    waits_for_dispatch = sight.execution.next_attempt_at is not None
    recently = sight.seen_at is not None and datetime.now(UTC) - sight.seen_at < LOOK_AGAIN_AFTER
    return sight.is_open and not waits_for_dispatch and not recently


def _key(execution_id: str) -> str:
    return f"seen.{execution_id}"
