"""What one scenario knows: what it arranged, the run it started, and what came of it."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from temporalio.client import WorkflowQueryFailedError
from temporalio.service import RPCError

from domain.open_workflow.check import check
from runtime.contracts import OpenTask, RunState, TaskStatus, TaskTrace
from runtime.trying.order import Ending
from runtime.trying.trials import Trial, Trials
from tests.conformance.comparing import Json
from tests.conformance.stand_in import StandIn

PATIENCE = 45.0


@dataclass
class World:
    """One scenario's. Everything that waits gives up after `PATIENCE` seconds."""

    trials: Trials
    stand_in: StandIn
    history_limit: int | None = None
    definition: Json = None
    input: Json = field(default_factory=dict)
    context: Json = field(default_factory=dict)
    others: list[Json] = field(default_factory=list)
    checked: bool = True
    started: Trial | None = None
    endings: dict[str, Ending] = field(default_factory=dict)

    @property
    def trial(self) -> Trial:
        """The run. Raises: AssertionError before it was executed."""
        assert self.started is not None, "the workflow was not executed"
        return self.started

    async def execute(self) -> None:
        """Check the definitions, start the workflow and go on; what asks for the end waits for it."""
        if self.checked:
            found = [each for definition in (self.definition, *self.others) for each in check(definition)]
            errors = [each.line("definition") for each in found if each.is_error]
            assert not errors, f"the definition is refused: {errors}"
        limit = timedelta(seconds=3 * PATIENCE)
        self.started = await self.trials.start(
            self.definition, self.input, self.others, self.context, limit, self.history_limit
        )

    async def ending(self, trial: Trial | None = None) -> Ending:
        """Wait for the end of the run, or of another one."""
        run = trial or self.trial
        if run.execution_id not in self.endings:
            try:
                self.endings[run.execution_id] = await asyncio.wait_for(run.ending(), PATIENCE)
            except TimeoutError:
                raise AssertionError(f"the workflow does not end: {await _told(run)}") from None
        return self.endings[run.execution_id]

    async def tasks(self) -> list[TaskTrace]:
        """Every visit of a task, once the run has ended."""
        await self.ending()
        states: list[RunState] = await self.until(lambda state: [state], "it tells its tasks")
        return states[0].tasks

    async def visits(self, name: str) -> list[TaskTrace]:
        """The visits of one task, once the run has ended."""
        return [task for task in await self.tasks() if task.name == name]

    async def visit(self, name: str) -> TaskTrace:
        """The last visit of a task, once the run has ended. Raises: AssertionError when there was none."""
        visits = await self.visits(name)
        assert visits, f"{name} did not run"
        return visits[-1]

    async def until(self, holds: Callable[[RunState], Any], what: str, trial: Trial | None = None) -> Any:
        """Wait until the state of the running workflow is as wanted, and give what was found."""
        run, pause = trial or self.trial, 0.02
        for _ in range(200):
            try:
                found = holds(await run.state())
            except (RPCError, WorkflowQueryFailedError):
                found = None
            if found:
                return found
            await asyncio.sleep(pause)
            pause = min(pause * 1.3, PATIENCE / 200)
        raise AssertionError(f"never so: {what}; {await _told(run)}")

    async def waiting(self, name: str, count: int = 1, trial: Trial | None = None) -> None:
        """Wait until so many visits of a task wait."""

        def holds(state: RunState) -> bool:
            return sum(task.name == name and task.status is TaskStatus.WAITING for task in state.tasks) == count

        await self.until(holds, f"{name} waits {count} times", trial)

    async def open_task(self, name: str, visit: int | None = None) -> OpenTask:
        """Wait until a human task is open."""

        def found(state: RunState) -> list[OpenTask]:
            return [task for task in state.open_tasks if task.name == name and visit in (None, task.visit)]

        tasks: list[OpenTask] = await self.until(found, f"{name} is open")
        return tasks[0]

    async def child(self, name: str) -> Trial:
        """Wait until a task has started its sub-workflow."""

        def found(state: RunState) -> list[str | None]:
            return [task.child_execution_id for task in state.tasks if task.name == name and task.child_execution_id]

        ids: list[str] = await self.until(found, f"{name} has a sub-workflow")
        return Trial(ids[-1], self.trials.client, self.trials.families)

    async def timers(self) -> list[float]:
        """The durations of all timers of the run so far, in seconds, where it does not continue as new."""
        history = await self.trial.handle.fetch_history()
        started = [each.timer_started_event_attributes for each in history.events]
        return [each.start_to_fire_timeout.ToTimedelta().total_seconds() for each in started if each.timer_id]

    async def first_timer(self) -> list[float]:
        """Wait until the run has asked for a timer, and give those that it asked for."""
        for _ in range(200):
            if timers := await self.timers():
                return timers
            await asyncio.sleep(PATIENCE / 200)
        raise AssertionError(f"no timer was set; {await _told(self.trial)}")

    async def leave(self) -> None:
        """End what still runs, so that nothing of this scenario burdens the others."""
        for run in self.started.family() if self.started else ():
            if run.execution_id not in self.endings:
                with contextlib.suppress(RPCError):
                    await run.handle.terminate()


async def _told(run: Trial) -> str:
    try:
        state = await run.state()
    except (RPCError, WorkflowQueryFailedError) as error:
        return str(error)
    return ", ".join(f"{task.name} {task.status}" for task in state.tasks)
