"""What Temporal and the worker tell of one run: its tasks, and how it ended."""

from dataclasses import dataclass

from domain.errors import NotFound
from domain.json_types import JsonObject, JsonValue
from runtime.contracts import RunState, TaskDetail
from runtime.history import Cause as Cause
from runtime.service import temporal
from services._acting import check_interpreted


@dataclass(frozen=True)
class RunEnd:
    """Result of a completed run, or the failure (RFC 9457 problem) of a failed one; both None otherwise."""

    result: JsonValue
    failure: JsonObject | None


def read_tasks(execution_id: str) -> RunState:
    """Tasks that ran and human tasks that wait, asked of the worker.

    Raises: NotFound when Temporal does not know the run, WorkerAway, RuntimeRefused, NotAllowed for custom workflows.
    """
    check_interpreted(execution_id)
    return temporal().state(execution_id)


def read_task(execution_id: str, reference: str, visit: int | None = None) -> TaskDetail | None:
    """Input, output and last fault of one visit of a task (excerpts, secrets as placeholders), asked of the worker.

    None when the run knows no such visit (any more). Raises: as `read_tasks`.
    """
    check_interpreted(execution_id)
    return temporal().task(execution_id, reference, visit)


def is_kept(execution_id: str) -> bool:
    """Whether Temporal still keeps its newest run. Raises: TemporalAway, RuntimeRefused."""
    try:
        temporal().standing(execution_id)
    except NotFound:
        return False
    return True


def read_end(execution_id: str) -> RunEnd:
    """How a closed run ended. Raises: NotFound when Temporal does not know the run (any more)."""
    result, failure = temporal().result(execution_id)
    return RunEnd(result, failure)


def read_causes(execution_id: str) -> tuple[Cause, ...]:
    """The chain of failures with which a run ended, the real cause last. Raises: NotFound, as `read_end`."""
    return temporal().causes(execution_id)
