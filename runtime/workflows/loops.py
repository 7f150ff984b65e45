"""``for`` and ``fork``: many times, and at the same time."""

import asyncio
from collections.abc import Sequence

from domain.faults import FaultKind, fault
from domain.json_types import JsonValue
from runtime.workflows.flow import run_tasks
from runtime.workflows.reading import as_list, as_object, as_text, metadata_of, named_item
from runtime.workflows.run import EndWorkflow, Notes, Result, Run, Scope, Step
from runtime.workflows.task import run_task
from runtime.workflows.values import expression, truth
from runtime.workflows.waiting import first_of, recorded, together

PARALLEL = ("pointsman/parallel", "parallel")
MOST_AT_ONCE = "pointsman/maxConcurrency"


async def run_for(run: Run, step: Step) -> Result:
    """Iterate: each turn's output is the next one's input. In parallel: outputs as a list, in order of the items."""
    if "items" not in step.notes:
        step.notes["items"] = list(_items(run, step))
    items: Sequence[JsonValue] = step.notes["items"]
    metadata = metadata_of(step.definition)
    if any(metadata.get(key) is True for key in PARALLEL):
        return Result(await _in_parallel(run, step, items, metadata.get(MOST_AT_ONCE)))
    return Result(await _in_turn(run, step, items))


async def _in_turn(run: Run, step: Step, items: Sequence[JsonValue]) -> JsonValue:
    notes = step.notes
    data: JsonValue = notes.setdefault("data", step.input)
    for index in range(notes.setdefault("turn", 0), len(items)):
        scope, inside = _turn(step, index, items[index]), notes.setdefault("inside", {})
        if not inside and "while" in step.definition and not _goes_on(run, step, data, scope):
            break
        data = await run_tasks(run, step.definition.get("do"), data, scope, inside)
        notes.update(data=data, turn=index + 1, inside={})
    return data


def _items(run: Run, step: Step) -> Sequence[JsonValue]:
    listed = as_object(step.definition["for"], "for", step.reference).get("in")
    if isinstance(listed, str):
        listed = expression(run, listed, step.input, step.variables, step.reference)
    if listed is None:
        return []
    if not isinstance(listed, list):
        raise fault(FaultKind.EXPRESSION, step.reference, "“in” gave no list to iterate over.")
    return listed


def _turn(step: Step, index: int, item: JsonValue) -> Scope:
    loop = as_object(step.definition["for"], "for", step.reference)
    each = as_text(loop.get("each", "item"), "each", step.reference)
    at = as_text(loop.get("at", "index"), "at", step.reference)
    return step.scope.inside("/do", **{each: item, at: index})


def _goes_on(run: Run, step: Step, data: JsonValue, scope: Scope) -> bool:
    variables = {**step.variables, **scope.variables}
    return truth(run, step.definition["while"], data, variables, step.reference)


async def _in_parallel(run: Run, step: Step, items: Sequence[JsonValue], most: JsonValue) -> list[JsonValue]:
    places = asyncio.Semaphore(most if isinstance(most, int) and most > 0 else max(len(items), 1))
    turns: list[Notes] = step.notes.setdefault("turns", [{} for _ in items])

    async def one(index: int, item: JsonValue) -> JsonValue:
        notes = turns[index]
        scope = _turn(step, index, item)
        async with places:
            return await recorded(notes, lambda: _inside(run, step, scope, notes))

    return await together([one(index, item) for index, item in enumerate(items)])


async def _inside(run: Run, step: Step, scope: Scope, notes: Notes) -> JsonValue:
    return await run_tasks(run, step.definition.get("do"), step.input, scope, notes.setdefault("inside", {}))


async def run_fork(run: Run, step: Step) -> Result:
    """Run branches at the same time: outputs as a list in branch order, or the output of the first to end."""
    fork = as_object(step.definition["fork"], "fork", step.reference)
    branches = as_list(fork.get("branches"), "branches", step.reference)
    kept: list[Notes] = step.notes.setdefault("branches", [{} for _ in branches])
    parts = [_branch(run, step, index, item, kept[index]) for index, item in enumerate(branches)]
    if fork.get("compete") is True and parts:
        return Result(await first_of(parts))
    return Result(list(await together(parts)))


async def _branch(run: Run, step: Step, index: int, item: JsonValue, notes: Notes) -> JsonValue:
    async def inside() -> JsonValue:
        name, task = named_item(item, "branch", step.reference)
        scope = step.scope.inside("/fork/branches").of_task(index, name)
        result = await run_task(run, name, task, step.input, scope, notes.setdefault("inside", {}))
        if result.then == "end":
            raise EndWorkflow(result.output)
        return result.output

    return await recorded(notes, inside)
