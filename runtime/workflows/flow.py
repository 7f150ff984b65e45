"""A list of tasks: one after the other, and where each one's ``then`` leads."""

from datetime import timedelta

from temporalio import workflow

from domain.faults import FaultKind, fault
from domain.json_types import JsonValue
from runtime.contracts import BREATHE
from runtime.workflows.continuing import park_if_long
from runtime.workflows.reading import as_list, named_item
from runtime.workflows.run import EndWorkflow, Notes, Run, Scope
from runtime.workflows.task import run_task

MOST_EFFORT = 200


async def run_tasks(run: Run, listed: JsonValue, data: JsonValue, scope: Scope, notes: Notes) -> JsonValue:
    """Run a scope and give the output of its last task. Raises: Fault, EndWorkflow, Parked."""
    tasks = [named_item(item, "task", scope.reference) for item in as_list(listed, "A list of tasks", scope.reference)]
    places = {name: index for index, (name, _) in enumerate(tasks)}
    index, data = notes.get("index", 0), notes.get("data", data)
    while index < len(tasks):
        await _breathe(run)
        name, task = tasks[index]
        here = scope.of_task(index, name)
        notes.update(index=index, data=data)
        inner = notes.setdefault("task", {})
        if not inner:
            park_if_long(run)
        result = await run_task(run, name, task, data, here, inner)
        data, notes["task"] = result.output, {}
        following = _next(result.then, index, places, here.reference)
        if following is None:
            break
        if following < 0:
            raise EndWorkflow(data)
        index = following
    notes.update(index=len(tasks), data=data)
    return data


def _next(then: JsonValue, index: int, places: dict[str, int], reference: str) -> int | None:
    if then is None or then == "continue":
        return index + 1
    if then == "exit":
        return None
    if then == "end":
        return -1
    if isinstance(then, str) and then in places:
        return places[then]
    raise fault(FaultKind.CONFIGURATION, reference, f"There is no task “{then}” in this scope to go to.")


async def _breathe(run: Run) -> None:
    """Give the worker back now and then: a workflow that computes for 2 s without a pause is taken for a deadlock."""
    run.effort += 1
    if run.effort >= MOST_EFFORT:
        run.effort = 0
        await workflow.execute_local_activity(BREATHE, start_to_close_timeout=timedelta(seconds=10))
        run.breaths += 1
