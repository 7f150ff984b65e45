"""Rules of an execution's status, and how an observation of Temporal moves it."""

from dataclasses import dataclass
from datetime import datetime

from domain.json_types import JsonObject
from domain.vocabulary import ExecutionStatus as Status
from domain.vocabulary import RuntimeStatus

TERMINAL = frozenset({Status.COMPLETED, Status.FAILED})
TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.CREATED: frozenset({Status.STARTED, Status.FAILED_TO_START}),
    Status.STARTED: frozenset({Status.COMPLETED, Status.FAILED}),
    Status.FAILED_TO_START: frozenset({Status.CREATED}),
    Status.FAILED: frozenset({Status.STARTED}),
    Status.COMPLETED: frozenset(),
}
"""FAILED → STARTED only through a recorded retry or reset; an observation never does it."""

_MEANING = {
    RuntimeStatus.RUNNING: Status.STARTED,
    RuntimeStatus.CONTINUED_AS_NEW: Status.STARTED,
    RuntimeStatus.COMPLETED: Status.COMPLETED,
    RuntimeStatus.FAILED: Status.FAILED,
    RuntimeStatus.CANCELED: Status.FAILED,
    RuntimeStatus.TERMINATED: Status.FAILED,
    RuntimeStatus.TIMED_OUT: Status.FAILED,
}


@dataclass(frozen=True)
class Wait:
    """When (UTC) the oldest open human task of a run was opened; None where none is open."""

    since: datetime | None


@dataclass(frozen=True)
class Observation:
    """What Temporal said of one run at one moment; ``wait`` is None where it did not tell. All times are UTC."""

    runtime_status: RuntimeStatus
    observed_at: datetime
    run_id: str | None = None
    started_at: datetime | None = None
    closed_at: datetime | None = None
    failure: JsonObject | None = None
    wait: Wait | None = None


def expected_status(runtime_status: RuntimeStatus) -> Status | None:
    """The stored status that agrees with ``runtime_status``; None where Temporal knows no such run."""
    return _MEANING.get(runtime_status)


def status_after(stored: Status, seen: RuntimeStatus) -> Status:
    """The stored status after an observation: forward only, a terminal status is never left."""
    meant = expected_status(seen)
    if meant is None or stored in TERMINAL or meant is stored:
        return stored
    return meant


def drifts(stored: Status, seen: RuntimeStatus | None) -> bool:
    """True when status and runtime status disagree."""
    if seen is None:
        return False
    if seen is RuntimeStatus.NOT_FOUND:
        return stored is Status.STARTED
    return expected_status(seen) is not stored
