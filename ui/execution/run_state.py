"""What a run's worker tells of its tasks, remembered for the moments in which no worker answers."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import streamlit as st

from domain.errors import NotFound, PointsmanError, RuntimeRefused
from domain.vocabulary import ExecutionStatus
from runtime.contracts import RunState
from services.get_execution import ExecutionDetail
from services.read_run import read_tasks
from ui.execution.asking import ask

FRESH_FOR = timedelta(seconds=1)
PAUSE_AFTER_TROUBLE = timedelta(seconds=10)


@dataclass(frozen=True)
class Known:
    """The newest ``state`` that is known, perhaps an old one, and why there is no newer one (a sentence)."""

    asked_at: datetime
    status: ExecutionStatus
    state: RunState | None = None
    trouble: str | None = None

    @property
    def open_keys(self) -> frozenset[tuple[str, int]]:
        """(reference, visit) of each waiting human task."""
        return frozenset((task.reference, task.visit) for task in self.state.open_tasks) if self.state else frozenset()


def known_tasks(execution: ExecutionDetail) -> Known:
    """Ask the worker, at most once a second; after trouble only every ten seconds, since an answer is slow then."""
    key = f"tasks.{execution.id}"
    known: Known | None = st.session_state.get(key)
    now = datetime.now(UTC)
    if (
        known is None
        or known.status is not execution.status
        or now - known.asked_at > (PAUSE_AFTER_TROUBLE if known.trouble else FRESH_FOR)
    ):
        known = _ask(execution, known.state if known else None, now)
        st.session_state[key] = known
    return known


def moment_of(text: str | None) -> datetime | None:
    """A moment of the contracts (ISO 8601, UTC)."""
    return None if text is None else datetime.fromisoformat(text)


def _ask(execution: ExecutionDetail, before: RunState | None, now: datetime) -> Known:
    told = partial(Known, now, execution.status)
    try:
        return told(ask(lambda: read_tasks(execution.id)))
    except NotFound:
        return told(before, "Temporal does not know this run, or not any more, so its tasks cannot be told.")
    except RuntimeRefused:
        return told(before, "The worker of this run tells nothing about its tasks.")
    except PointsmanError as error:
        return told(before, str(error))
