"""Steps that say how the workflow should have ended."""

import base64
import json
import re

from domain.faults import FaultKind
from domain.vocabulary import RuntimeStatus
from runtime.trying.order import Ending
from tests.conformance.comparing import Json, at_path, check_members, check_same, parsed
from tests.conformance.steps import QUOTED, TASK, step
from tests.conformance.world import World


@step("the workflow should complete")
async def completes(world: World) -> None:
    _completed(await world.ending())


@step("the workflow should complete with output:")
async def completes_with(world: World, doc: str) -> None:
    check_same(_completed(await world.ending()), parsed(doc), "the output")


@step("the workflow should fault")
async def faults(world: World) -> None:
    _faulted(await world.ending())


@step("the workflow should fault with error:")
async def faults_with(world: World, doc: str) -> None:
    check_members(_faulted(await world.ending()), parsed(doc), "the error")


@step("the workflow should fault with exactly the error:")
async def faults_with_exactly(world: World, doc: str) -> None:
    check_same(_faulted(await world.ending()), parsed(doc), "the error")


@step(rf"the workflow should fault with a (\w+) error of status (\d+) at {QUOTED}")
async def faults_by_kind(world: World, kind: str, status: str, instance: str) -> None:
    expected = {"type": FaultKind[kind.upper()].uri, "status": int(status), "instance": instance}
    check_members(_faulted(await world.ending()), expected, "the error")


@step(f"the error should tell {QUOTED}")
async def error_tells(world: World, words: str) -> None:
    detail = str(_faulted(await world.ending()).get("detail"))
    assert words in detail, f"its detail is “{detail}”"


@step("the workflow should cancel")
async def cancels(world: World) -> None:
    ending = await world.ending()
    assert ending.status is RuntimeStatus.CANCELED, f"it ended as {ending}"


@step("the workflow output should have properties (.+)")
async def has_properties(world: World, listed: str) -> None:
    output = _completed(await world.ending())
    for path in re.findall(QUOTED, listed):
        at_path(output, path)


@step(f"the workflow output should have a {QUOTED} property with value:")
async def has_value(world: World, path: str, doc: str) -> None:
    check_same(at_path(_completed(await world.ending()), path), parsed(doc), path)


@step(rf"the workflow output should have a {QUOTED} property containing (\d+) items")
async def has_items(world: World, path: str, count: str) -> None:
    found = at_path(_completed(await world.ending()), path)
    assert len(found) == int(count), f"{path} has {len(found)} items: {found}"


@step(f"the workflow output should have a {QUOTED} property that matches {QUOTED}")
async def has_matching(world: World, path: str, pattern: str) -> None:
    found = at_path(_completed(await world.ending()), path)
    assert re.fullmatch(pattern, str(found)), f"{path} is {found}"


@step(f"the sub-workflow of {TASK} should complete with output:")
async def child_completes(world: World, task: str, doc: str) -> None:
    check_same(_completed(await world.ending(await world.child(task))), parsed(doc), "the output of the sub-workflow")


@step(f"the sub-workflow of {TASK} should (cancel|terminate)")
async def child_ends(world: World, task: str, how: str) -> None:
    wanted = RuntimeStatus.CANCELED if how == "cancel" else RuntimeStatus.TERMINATED
    ending = await world.ending(await world.child(task))
    assert ending.status is wanted, f"it ended as {ending}"


@step(f"the sub-workflow of {TASK} should have the context:")
async def child_context(world: World, task: str, doc: str) -> None:
    """The metadata for callers that its execution carries, which no expression reads."""
    history = await (await world.child(task)).handle.fetch_history()
    given = json.loads(history.events[0].workflow_execution_started_event_attributes.input.payloads[0].data)
    check_same(given["context"], parsed(doc), "the context")


@step(rf"the sub-workflows of {TASK} should be (\d+)")
async def child_count(world: World, task: str, count: str) -> None:
    """So many different executions."""
    ids = {visit.child_execution_id for visit in await world.visits(task) if visit.child_execution_id}
    assert len(ids) == int(count), f"they are {len(ids)}"


@step(f"the history should not hold {QUOTED}")
async def not_in_history(world: World, words: str) -> None:
    """Neither as it is nor as base64."""
    await world.ending()
    history = (await world.trial.handle.fetch_history()).to_json()
    found = [text for text in (words, base64.b64encode(words.encode()).decode()) if text in _decoded(history)]
    assert not found, f"the history holds {found}"


def _decoded(history: str) -> str:
    """The history with its payloads, which are base64, in clear."""
    payloads = re.findall(r'"data": ?"([A-Za-z0-9+/=]+)"', history)
    return history + "".join(base64.b64decode(each).decode(errors="replace") for each in payloads)


def _completed(ending: Ending) -> Json:
    assert ending.status is RuntimeStatus.COMPLETED, f"it ended as {ending}"
    return ending.output


def _faulted(ending: Ending) -> Json:
    assert ending.fault is not None, f"it ended as {ending}"
    return ending.fault
