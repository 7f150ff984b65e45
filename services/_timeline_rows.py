"""How one event of Temporal's history opens or closes a row of the timeline."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from domain.errors import shorten
from domain.json_types import JsonValue
from runtime.call_contracts import (
    CALL_HTTP,
    CALL_HTTP_WITH_SECRETS,
    CALL_OPENAPI,
    DESCRIBE_SECRETS,
    PUBLISH_EVENT,
)
from runtime.contracts import CREATE_CHILD_EXECUTION, REPORT_ENDED, REPORT_STARTED, TaskStatus
from runtime.histories import Spot
from runtime.history import HistoryEvent

_DETAIL_LENGTH = 400


@dataclass(frozen=True)
class EventSpot:
    """One event, and the page of the history on which it stands."""

    id: int
    spot: Spot


@dataclass(frozen=True)
class Later:
    """What an event says of a row that began before it: its end, or (``status`` None) another attempt."""

    opener: int
    at: datetime
    status: TaskStatus | None
    detail: str
    attempts: int
    event: EventSpot


@dataclass(frozen=True)
class TimelineRow:
    """One thing that began, and how it ended; ``ended_at`` is None while it is open. Times are UTC.

    ``events`` are the events that tell of it.
    """

    event_id: int
    name: str
    kind: str
    started_at: datetime
    status: TaskStatus
    ended_at: datetime | None = None
    attempts: int = 1
    detail: str = ""
    child_execution_id: str | None = None
    activity_id: str | None = None
    events: tuple[EventSpot, ...] = ()

    @property
    def is_open(self) -> bool:
        """True while nothing in the history says that it ended."""
        return self.ended_at is None

    def stopped(self, at: datetime) -> "TimelineRow":
        """This row, ended by the end of the whole run."""
        return replace(self, ended_at=at, status=TaskStatus.CANCELLED)


CLOSING: dict[str, tuple[str, TaskStatus]] = {
    "ActivityTaskCompleted": ("scheduled_event_id", TaskStatus.COMPLETED),
    "ActivityTaskFailed": ("scheduled_event_id", TaskStatus.FAULTED),
    "ActivityTaskTimedOut": ("scheduled_event_id", TaskStatus.FAULTED),
    "ActivityTaskCanceled": ("scheduled_event_id", TaskStatus.CANCELLED),
    "TimerFired": ("started_event_id", TaskStatus.COMPLETED),
    "TimerCanceled": ("started_event_id", TaskStatus.CANCELLED),
    "StartChildWorkflowExecutionFailed": ("initiated_event_id", TaskStatus.FAULTED),
    "ChildWorkflowExecutionCompleted": ("initiated_event_id", TaskStatus.COMPLETED),
    "ChildWorkflowExecutionFailed": ("initiated_event_id", TaskStatus.FAULTED),
    "ChildWorkflowExecutionTimedOut": ("initiated_event_id", TaskStatus.FAULTED),
    "ChildWorkflowExecutionCanceled": ("initiated_event_id", TaskStatus.CANCELLED),
    "ChildWorkflowExecutionTerminated": ("initiated_event_id", TaskStatus.CANCELLED),
    "WorkflowExecutionUpdateCompleted": ("accepted_event_id", TaskStatus.COMPLETED),
}
"""Event type → which attribute names the event that began it, and the status it ends with."""

_LOCAL_ACTIVITIES = frozenset({"core_local_activity", "LocalActivity"})
_ACTIVITIES = {
    CALL_HTTP: "HTTP call",
    CALL_HTTP_WITH_SECRETS: "HTTP call",
    CALL_OPENAPI: "OpenAPI call",
    DESCRIBE_SECRETS: "Secrets are looked up",
    PUBLISH_EVENT: "Event is sent",
    CREATE_CHILD_EXECUTION: "Child is made",
    REPORT_STARTED: "Start is reported",
    REPORT_ENDED: "End is reported",
}


def opened(event: HistoryEvent) -> TimelineRow:
    """The row that an event begins. Some events, such as a signal, are over at once."""
    return KINDS[event.type](event)


def opens(event: HistoryEvent) -> bool:
    """Whether a row begins with it. Of markers only those of local activities are told, and not the engine's own."""
    if event.type != "MarkerRecorded":
        return event.type in KINDS
    return event.text("marker_name") in _LOCAL_ACTIVITIES and _local(event)[0] not in _ACTIVITIES


def later_of(event: HistoryEvent, spot: Spot) -> Later | None:
    """What the event says of an earlier one; None where it says nothing."""
    where = EventSpot(event.id, spot)
    if event.type == "ActivityTaskStarted":
        return Later(event.number("scheduled_event_id"), event.at, None, "", event.number("attempt"), where)
    if event.type not in CLOSING:
        return None
    reference, status = CLOSING[event.type]
    return Later(event.number(reference), event.at, status, _failure(event), 0, where)


def followed(row: TimelineRow, later: Later) -> TimelineRow:
    """The row after what a later event says of it."""
    events = (*row.events, later.event)
    if later.status is None:
        return replace(row, attempts=later.attempts, events=events)
    return replace(row, ended_at=later.at, status=later.status, detail=later.detail or row.detail, events=events)


def _activity(event: HistoryEvent) -> TimelineRow:
    kind = event.text("activity_type", "name")
    words = _ACTIVITIES.get(kind, "Activity")
    reports = kind in (REPORT_STARTED, REPORT_ENDED)
    name = words if reports else event.summary or kind
    row = _row(event, name, words, detail="" if kind in _ACTIVITIES else kind)
    return replace(row, activity_id=event.text("activity_id"))


def _timer(event: HistoryEvent) -> TimelineRow:
    span = event.seconds("start_to_fire_timeout")
    return _row(event, event.summary or "Time limit", "Timer", detail=f"for {span:,.10g} s")


def _child(event: HistoryEvent) -> TimelineRow:
    row = _row(event, event.summary or event.text("workflow_type", "name"), "Child execution")
    return replace(row, child_execution_id=event.text("workflow_id"))


def _signal(event: HistoryEvent) -> TimelineRow:
    sent = event.first("input")
    kind = sent.get("type") if isinstance(sent, dict) else None
    return _moment(event, str(kind or event.text("signal_name")), "Event received")


def _update(event: HistoryEvent) -> TimelineRow:
    sent = event.first("accepted_request", "input", "args")
    reference = str(sent.get("reference", "")) if isinstance(sent, dict) else ""
    name = reference.rsplit("/", 1)[-1] or event.text("accepted_request", "input", "name")
    return _row(event, name, "Completed by a person")


def _local_activity(event: HistoryEvent) -> TimelineRow:
    kind, attempts = _local(event)
    status = TaskStatus.FAULTED if event.failure() else TaskStatus.COMPLETED
    row = _moment(event, event.summary or kind or "Local activity", "Local activity", status=status)
    return replace(row, attempts=attempts, detail=_failure(event))


def _local(event: HistoryEvent) -> tuple[str, int]:
    """Type and attempts of a local activity, as the SDKs write them down."""
    told = event.first("details", "data") or event.first("details", "type")
    if not isinstance(told, dict):
        return str(told or ""), 1
    kind, attempts = told.get("activity_type") or told.get("ActivityType"), told.get("attempt") or told.get("Attempt")
    return str(kind or ""), attempts if isinstance(attempts, int) else 1


def _workflow_task_failed(event: HistoryEvent) -> TimelineRow:
    cause = str(event.attributes.get("cause", ""))
    if cause.endswith("UNHANDLED_COMMAND"):
        return _moment(event, "Events came meanwhile", "Worker", status=TaskStatus.SKIPPED)
    if cause.endswith("RESET_WORKFLOW"):
        return replace(_moment(event, "A new run began here by a reset", "Execution"), detail=_failure(event))
    row = _moment(event, "Worker could not go on", "Worker", status=TaskStatus.FAULTED)
    return replace(row, detail=_failure(event) or cause)


def _workflow(name: str, status: TaskStatus = TaskStatus.COMPLETED) -> Callable[[HistoryEvent], TimelineRow]:
    def read(event: HistoryEvent) -> TimelineRow:
        row = _moment(event, name, "Execution", status=status)
        return replace(row, detail=_failure(event) or shorten(event.text("reason"), _DETAIL_LENGTH))

    return read


KINDS: dict[str, Callable[[HistoryEvent], TimelineRow]] = {
    "WorkflowExecutionStarted": _workflow("Execution started"),
    "ActivityTaskScheduled": _activity,
    "TimerStarted": _timer,
    "StartChildWorkflowExecutionInitiated": _child,
    "WorkflowExecutionSignaled": _signal,
    "WorkflowExecutionUpdateAccepted": _update,
    "MarkerRecorded": _local_activity,
    "WorkflowTaskFailed": _workflow_task_failed,
    "WorkflowTaskTimedOut": _workflow_task_failed,
    "WorkflowExecutionCancelRequested": _workflow("Cancellation requested"),
    "WorkflowExecutionCompleted": _workflow("Execution completed"),
    "WorkflowExecutionFailed": _workflow("Execution failed", TaskStatus.FAULTED),
    "WorkflowExecutionTimedOut": _workflow("Execution timed out", TaskStatus.FAULTED),
    "WorkflowExecutionCanceled": _workflow("Execution cancelled", TaskStatus.CANCELLED),
    "WorkflowExecutionTerminated": _workflow("Execution terminated", TaskStatus.CANCELLED),
    "WorkflowExecutionContinuedAsNew": _workflow("Continued as a new run"),
}
"""Event type → how to read the row that it begins; other types say nothing to a reader."""


def _row(event: HistoryEvent, name: str, kind: str, *, detail: str = "") -> TimelineRow:
    return TimelineRow(event.id, name, kind, event.at, TaskStatus.RUNNING, detail=detail)


def _moment(event: HistoryEvent, name: str, kind: str, *, status: TaskStatus = TaskStatus.COMPLETED) -> TimelineRow:
    return TimelineRow(event.id, name, kind, event.at, status, ended_at=event.at)


def _failure(event: HistoryEvent) -> str:
    failure: JsonValue = event.failure()
    while (
        isinstance(failure, dict) and "applicationFailureInfo" not in failure and isinstance(failure.get("cause"), dict)
    ):
        failure = failure["cause"]
    return shorten(str(failure.get("message", "")), _DETAIL_LENGTH) if isinstance(failure, dict) else ""
