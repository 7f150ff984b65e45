"""What a run's worker tells of its tasks, remembered for the moments in which no worker answers."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import streamlit as st

from domain.errors import NotFound, PointsmanError, RuntimeRefused
from domain.vocabulary import ExecutionStatus
from runtime.contracts import RunState, TaskStatus, TaskTrace
from services.get_execution import ExecutionDetail
from services.read_run import read_tasks
from ui.execution.asking import ask
from ui.times import duration

FRESH_FOR = timedelta(seconds=1)
TASKS_GONE = "Temporal does not know this run, or not any more, so its tasks cannot be told."
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

    def visits(self, closed_at: datetime | None) -> list[TaskTrace]:
        """Visits of tasks, oldest first. What was open when the run was ended from outside ended with it."""
        return [_as_of(task, closed_at) for task in self.state.tasks] if self.state else []


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


def took(visit: TaskTrace) -> str:
    """How long a visit took, or has taken so far."""
    began, ended = moment_of(visit.started_at), moment_of(visit.ended_at)
    return duration((ended or datetime.now(UTC)) - began) if began else ""


def _as_of(task: TaskTrace, closed_at: datetime | None) -> TaskTrace:
    if task.ended_at is not None or closed_at is None:
        return task
    return replace(task, status=TaskStatus.CANCELLED, ended_at=closed_at.isoformat())


def _ask(execution: ExecutionDetail, before: RunState | None, now: datetime) -> Known:
    told = partial(Known, now, execution.status)
    try:
        return told(ask(lambda: read_tasks(execution.id)))
    except NotFound:
        return told(before, f"{TASKS_GONE}{_where_it_failed(execution)}")
    except RuntimeRefused:
        return told(before, "The worker of this run tells nothing about its tasks.")
    except PointsmanError as error:
        return told(before, str(error))


def _where_it_failed(execution: ExecutionDetail) -> str:
    """What is stored of its tasks: the one at which it failed."""
    reference = failed_at(execution)
    return f" It failed at {reference}, which is stored." if reference else ""


def failed_at(execution: ExecutionDetail) -> str | None:
    """The JSON Pointer of the task at which it failed, as it is stored; None where none is."""
    found = (execution.failure or {}).get("instance")
    return found if isinstance(found, str) and found else None
