"""Steps that come before the run."""

from tests.conformance.comparing import parsed
from tests.conformance.steps import QUOTED, step
from tests.conformance.world import World


@step("a workflow with definition:")
async def workflow(world: World, doc: str) -> None:
    world.definition = parsed(doc)


@step("given the workflow input is:")
async def workflow_input(world: World, doc: str) -> None:
    world.input = parsed(doc)


@step("a sub-workflow with definition:")
async def sub_workflow(world: World, doc: str) -> None:
    world.others.append(parsed(doc))


@step("a workflow with tasks:")
async def tasks(world: World, doc: str) -> None:
    """A definition of which only the tasks matter."""
    world.definition = {"document": _document("tried"), "do": parsed(doc)}


@step(f"a sub-workflow {QUOTED} with tasks:")
async def tasks_of_sub_workflow(world: World, name: str, doc: str) -> None:
    world.others.append({"document": _document(name), "do": parsed(doc)})


@step("the workflow has:")
async def parts_of_workflow(world: World, doc: str) -> None:
    """More top-level members of the definition."""
    world.definition |= parsed(doc)


@step("the definition is not checked beforehand")
async def unchecked(world: World) -> None:
    """For what a check would refuse, and the engine should answer with a fault all the same."""
    world.checked = False


@step("the execution has the context:")
async def context(world: World, doc: str) -> None:
    world.context = parsed(doc)


def _document(name: str) -> dict[str, str]:
    return {"dsl": "1.0.3", "namespace": "default", "name": name, "version": "1.0.0"}
