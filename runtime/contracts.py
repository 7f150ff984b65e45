"""What crosses the wire between workflows, activities and clients: names, dataclasses, typed activity names.

All times are ISO 8601 text in UTC.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from domain.vocabulary import RuntimeStatus

if TYPE_CHECKING:
    from domain.json_types import JsonObject as JsonObject
    from domain.json_types import JsonValue as JsonValue
else:
    JsonValue = Any  # Temporal's converter cannot follow the recursive alias
    JsonObject = dict[str, Any]

OPEN_WORKFLOW = "open-workflow"
"""Workflow type of the interpreter."""
HOUSEKEEPING = "pointsman-housekeeping"
"""Workflow type of dispatching and sweeping."""
INTERPRETER_VERSION = "3"
"""The behaviour of the interpreter that an execution was started with.

1: reports its end by an activity, never continues as new.
2: reports its end by a local activity, continues as new at any depth, awaits sub-workflows across runs.
3: tells since when it waits for a person.
"""

EVENT_SIGNAL = "event"
"""Its one argument is an event as a CloudEvents object: type, source, data and so on."""
REPORT_END_SIGNAL = "report_end"
"""Asks a sub-workflow to tell the workflow that the argument names when it ends."""
CHILD_ENDED_SIGNAL = "child_ended"
"""Tells a workflow that the sub-workflow that the argument names has ended."""
COMPLETE_TASK_UPDATE = "complete_task"
WAITING_MEMO = "waitingSince"
"""Memo of a run that asked a person: when the oldest open human task was opened, empty when none is open any more."""
RETRIED_MEMO = "retriedRun"
"""Memo of a run that goes on for one that had ended: the id of that run."""
STATE_QUERY = "state"
RETRY_QUERY = "retry"
"""Where a run that has ended stands, and what the next one is given to go on from there."""
TASK_QUERY = "task"
"""One task in the style of ``$task``: reference and visit (None: the newest); answers with a TaskDetail or None."""

CREATE_CHILD_EXECUTION = "create_child_execution"
REPORT_STARTED = "report_started"
REPORT_WAITING = "report_waiting"
REPORT_ENDED = "report_ended"
LOOK_AT_CHILD = "look_at_child"
BREATHE = "breathe"
DISPATCH_STARTS = "dispatch_starts"
PROCESS_EVENTS = "process_events"
SWEEP_CLOSED = "sweep_closed"
SWEEP_STALE = "sweep_stale"
RUN_START_JOBS = "run_start_jobs"

FAULT_TYPE = "fault"
"""Type of the ApplicationError that carries a fault; its first detail is the RFC 7807 object."""
REFUSED_TYPE = "refused"
"""Type of the ApplicationError of an activity that the product refused with a sentence."""


@dataclass(frozen=True)
class RunInput:
    """The one argument of the interpreter. The definition is frozen for the run; ``context`` is passed to children.

    ``history_limit`` is the number of events from which on it continues as new; None: when Temporal suggests it.
    ``handed_on`` is all that the run before knew, definition and input among it, when this one continues it.
    """

    execution_id: str
    definition: JsonObject
    input: JsonValue = None
    context: JsonObject = field(default_factory=dict)
    interpreter_version: str = INTERPRETER_VERSION
    history_limit: int | None = None
    handed_on: str | None = None


@dataclass(frozen=True)
class StoppedTask:
    """A task that had begun when the run ended, and begins again; ``does`` is its kind, of a call what it calls.

    ``child_execution_id`` is awaited, not made anew.
    """

    name: str
    reference: str
    does: str
    visit: int
    child_execution_id: str | None = None


@dataclass(frozen=True)
class Retry:
    """Answer of the ``retry`` query: ``run`` goes on where the tasks stand; None where that is too much to hand on."""

    run: RunInput | None
    tasks: list[StoppedTask]


@dataclass(frozen=True)
class ChildRequest:
    """Ask for the execution row of a sub-workflow. The same parent, task and visit give the same row."""

    parent_execution_id: str
    task_reference: str
    visit: int
    name: str
    namespace: str
    workflow: str
    version: str
    input: JsonValue
    context: JsonObject
    task_group_id: str | None = None
    awaited: bool = True


@dataclass(frozen=True)
class ChildExecution:
    """The row of a sub-workflow, made before it starts."""

    execution_id: str
    definition: JsonObject
    context: JsonObject
    template_version_id: str
    task_queue: str
    version: str
    interpreter_version: str = INTERPRETER_VERSION


@dataclass(frozen=True)
class StartedReport:
    """An execution runs on Temporal."""

    execution_id: str
    run_id: str
    started_at: str


@dataclass(frozen=True)
class WaitingReport:
    """An execution waits for a person since ``waiting_since``; None: for none any more."""

    execution_id: str
    run_id: str
    started_at: str
    waiting_since: str | None


@dataclass(frozen=True)
class EndReport:
    """An execution ended; ``failure`` is the RFC 7807 object of its fault."""

    execution_id: str
    run_id: str
    runtime_status: RuntimeStatus
    closed_at: str
    failure: JsonObject | None = None


@dataclass(frozen=True)
class ChildEnd:
    """How a sub-workflow stands: ``status`` is None while it runs; ``fault`` is the RFC 7807 object of a failed one."""

    status: RuntimeStatus | None = None
    output: JsonValue = None
    fault: JsonObject | None = None


@dataclass(frozen=True)
class TaskCompletion:
    """Complete an open human task. ``visit`` is needed only while the same task is open more than once."""

    reference: str
    data: JsonObject
    visit: int | None = None


class TaskStatus(StrEnum):
    """Status of one visit of a task, as a page paints it."""

    RUNNING = "RUNNING"
    WAITING = "WAITING"
    COMPLETED = "COMPLETED"
    FAULTED = "FAULTED"
    CANCELLED = "CANCELLED"
    SKIPPED = "SKIPPED"


@dataclass
class TaskTrace:
    """One visit of one task; ``reference`` is its JSON Pointer in the definition."""

    name: str
    reference: str
    kind: str
    visit: int
    started_at: str
    status: TaskStatus = TaskStatus.RUNNING
    ended_at: str | None = None
    attempts: int = 1
    child_execution_id: str | None = None


@dataclass
class TaskData:
    """What went into a visit, what came out, the fault of its last attempt: excerpts of some thousand characters."""

    input: JsonValue = None
    output: JsonValue = None
    error: JsonValue = None
    forgotten: bool = False


@dataclass(frozen=True)
class TaskDetail:
    """Answer of the ``task`` query. Secrets stand in it as placeholders."""

    trace: TaskTrace
    data: TaskData
    definition: JsonObject


@dataclass(frozen=True)
class OpenTask:
    """A human task that waits for its completion."""

    reference: str
    visit: int
    name: str
    title: str
    opened_at: str
    description: str | None = None
    assignee: str | None = None
    candidate_groups: list[str] = field(default_factory=list)
    priority: str | None = None
    due_at: str | None = None
    form: JsonObject | None = None
    data: JsonValue = None


@dataclass(frozen=True)
class RunState:
    """Answer of the ``state`` query: the newest visits of tasks in the order in which they began, and open tasks."""

    tasks: list[TaskTrace]
    open_tasks: list[OpenTask]
    unread_events: int = 0
    forgotten_tasks: int = 0
    dropped_events: int = 0
    takes_events: bool = True
