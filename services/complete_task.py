"""Complete a human task that an execution waits for."""

from domain.json_types import JsonObject
from domain.json_values import check_json
from runtime.contracts import TaskCompletion
from runtime.service import temporal
from services._acting import check_interpreted, check_running, note_deed


def complete_task(execution_id: str, reference: str, data: JsonObject, *, actor: str, visit: int | None = None) -> None:
    """Hand ``data`` to the waiting task at ``reference``; the running workflow checks it against the task's form first.

    ``visit`` is needed only while the same task is open more than once.

    Raises: NotFound, NotAllowed (also for custom workflows, which have no such tasks), InvalidInput, RuntimeRefused
    with what does not fit the form, WorkerAway.
    """
    check_json(data, "data")
    check_running(execution_id)
    check_interpreted(execution_id)
    temporal().complete_task(execution_id, TaskCompletion(reference, data, visit))
    note_deed(execution_id, "execution.complete_task", actor, after={"task": reference}, reason=None)
