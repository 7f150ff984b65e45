"""A workflow with ten children, for consoles that show only what once ran."""

from temporalio import workflow

from tests.bench.side_by_side.shape import CHILDREN

FAMILY = "family"


@workflow.defn(name="child")
class Child:
    """Gives back what it was given."""

    @workflow.run
    async def run(self, number: int) -> int:
        return number


@workflow.defn(name="parent")
class Parent:
    """Runs its children one after the other."""

    @workflow.run
    async def run(self) -> int:
        return sum([await self._child(number) for number in range(CHILDREN)])

    async def _child(self, number: int) -> int:
        return await workflow.execute_child_workflow(
            Child.run, number, id=f"{workflow.info().workflow_id}-child-{number}"
        )
