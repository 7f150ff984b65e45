"""Steps that execute the workflow, and those with which people and other systems act on it."""

import re

import pytest

from domain.errors import RuntimeRefused
from runtime.contracts import TaskCompletion
from tests.conformance.comparing import parsed
from tests.conformance.steps import QUOTED, TASK, step
from tests.conformance.world import World


@step("the workflow is executed")
async def execute(world: World) -> None:
    await world.execute()


@step("the workflow is cancelled")
async def cancel(world: World) -> None:
    await world.trial.handle.cancel()


@step(f"the sub-workflow of {TASK} is (cancelled|terminated)")
async def end_sub_workflow(world: World, task: str, how: str) -> None:
    await world.waiting(task)
    handle = (await world.child(task)).handle
    await (handle.cancel() if how == "cancelled" else handle.terminate())


@step(f"{TASK} waits")
async def waits(world: World, task: str) -> None:
    await world.waiting(task)


@step(rf"{TASK} waits (\d+) times at once")
async def waits_often(world: World, task: str, count: str) -> None:
    await world.waiting(task, int(count))


@step(f"{TASK} waits in the sub-workflow of {TASK}")
async def waits_below(world: World, task: str, parent: str) -> None:
    await world.waiting(task, trial=await world.child(parent))


@step("these events are sent:")
async def send(world: World, doc: str) -> None:
    for event in parsed(doc):
        await world.trial.send(event)


@step(f"these events are sent to the sub-workflow of {TASK}:")
async def send_below(world: World, task: str, doc: str) -> None:
    child = await world.child(task)
    for event in parsed(doc):
        await child.send(event)


@step(rf"(?:visit (\d+) of )?{TASK} is completed with:")
async def complete(world: World, visit: str | None, task: str, doc: str) -> None:
    opened = await world.open_task(task, int(visit) if visit else None)
    await world.trial.complete(TaskCompletion(opened.reference, parsed(doc), opened.visit))


@step(f"completing {TASK} is refused because of {QUOTED}:")
async def refuse(world: World, task: str, words: str, doc: str) -> None:
    opened = await world.open_task(task)
    await _refused(world, TaskCompletion(opened.reference, parsed(doc), opened.visit), words)


@step(f"completing what is not open at {QUOTED} is refused")
async def refuse_closed(world: World, reference: str) -> None:
    await _refused(world, TaskCompletion(reference, {}), "not open")


@step(f"{TASK} is due after it was opened")
async def due(world: World, task: str) -> None:
    opened = await world.open_task(task)
    assert opened.due_at is not None, "it is not due at all"
    assert opened.due_at > opened.opened_at, f"opened at {opened.opened_at}, due at {opened.due_at}"


async def _refused(world: World, completion: TaskCompletion, words: str) -> None:
    with pytest.raises(RuntimeRefused, match=re.escape(words)):
        await world.trial.complete(completion)
