"""A list of tasks: one after the other, and where each one's ``then`` leads."""

from datetime import timedelta

from temporalio import workflow

from domain.faults import FaultKind, fault
from domain.json_types import JsonValue
from runtime.contracts import BREATHE
from runtime.workflows.reading import as_list, named_item
from runtime.workflows.run import EndWorkflow, Run, Scope
from runtime.workflows.task import run_task

MOST_EFFORT = 200


async def run_tasks(run: Run, listed: JsonValue, data: JsonValue, scope: Scope) -> JsonValue:
    """Run a scope and give the output of its last task. Raises: Fault, EndWorkflow."""
    tasks = [named_item(item, "task", scope.reference) for item in as_list(listed, "A list of tasks", scope.reference)]
    places = {name: index for index, (name, _) in enumerate(tasks)}
    index = 0
    while index < len(tasks):
        await _breathe(run)
        name, task = tasks[index]
        here = scope.of_task(index, name)
        result = await run_task(run, name, task, data, here)
        data = result.output
        following = _next(result.then, index, places, here.reference)
        if following is None:
            return data
        if following < 0:
            raise EndWorkflow(data)
        index = following
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
