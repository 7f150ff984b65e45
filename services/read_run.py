"""What Temporal and the worker tell of one run: its tasks, and how it ended."""

from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache, cached
from pydantic_core import to_json

from domain.errors import NotFound
from domain.executions import TERMINAL, expected_status
from domain.json_types import JsonObject, JsonValue
from runtime.contracts import RunState, TaskDetail
from runtime.history import Cause as Cause
from runtime.service import temporal
from services._acting import check_interpreted

_KEPT_BYTES = 8 * 1024 * 1024
"""How much of what ended runs told, as JSON, a process keeps."""


@dataclass(frozen=True)
class RunEnd:
    """Result of a completed run, or the failure (RFC 9457 problem) of a failed one; both None otherwise."""

    result: JsonValue
    failure: JsonObject | None


def read_tasks(execution_id: str) -> RunState:
    """Tasks that ran and human tasks that wait, asked of the worker; of a run that has ended it is asked once.

    What it told then is shared by all that ask: nobody changes it. Raises: NotFound when Temporal does not know the
    run (any more), WorkerAway, RuntimeRefused, NotAllowed for custom workflows.
    """
    status = check_interpreted(execution_id)
    ended = _ended_run(execution_id) if status in TERMINAL else None
    return temporal().state(execution_id) if ended is None else _last_state(execution_id, ended)


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


def _ended_run(execution_id: str) -> str | None:
    """The id of the newest run, where Temporal says that it has ended."""
    seen = temporal().describe(execution_id)
    return seen.run_id if expected_status(seen.runtime_status) in TERMINAL else None


_kept: LRUCache[Hashable, RunState] = LRUCache(_KEPT_BYTES, getsizeof=lambda state: len(to_json(state)))


@cached(_kept, lock=Lock())
def _last_state(execution_id: str, run_id: str) -> RunState:
    return temporal().state(execution_id, run_id)
