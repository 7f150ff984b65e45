"""Runs definitions for tests on a real Temporal server, with the product's worker in this process."""

import contextlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle, WorkflowHistory
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker

from domain.ids import new_id
from runtime.completing import complete
from runtime.contracts import (
    EVENT_SIGNAL,
    OPEN_WORKFLOW,
    STATE_QUERY,
    TASK_QUERY,
    OpenTask,
    RunInput,
    RunState,
    TaskCompletion,
    TaskDetail,
    TaskStatus,
)
from runtime.worker import ACTIVITY_THREADS, make_worker

PATIENCE = 30.0


Json = dict[str, Any]
"""JSON as tests write it: literals without annotations."""


def define(*tasks: Json, **top: Any) -> Json:
    """A definition with these tasks; other parts of it by keyword."""
    document = {"dsl": "1.0.3", "namespace": "tests", "name": "sample", "version": "1.0.0"}
    return {"document": document, **top, "do": list(tasks)}


@dataclass(frozen=True)
class Running:
    """One started run."""

    portal: BlockingPortal = field(repr=False)
    handle: WorkflowHandle[Any, Any] = field(repr=False)

    def result(self) -> Any:
        """The output. Raises: WorkflowFailureError."""
        return self.portal.call(self.handle.result)

    def fault(self) -> Json:
        """The RFC 7807 object with which the run failed."""
        try:
            output = self.result()
        except WorkflowFailureError as failure:
            cause = failure.cause
            assert isinstance(cause, ApplicationError), cause
            assert cause.type == "fault"
            return dict(cause.details[0])
        raise AssertionError(f"completed with {output}")

    def send(self, **attributes: Any) -> None:
        """Send an event."""
        self.portal.call(lambda: self.handle.signal(EVENT_SIGNAL, attributes))

    def complete(self, reference: str, data: Json, visit: int | None = None) -> None:
        """Complete a human task. Raises: WorkflowUpdateFailedError when it is refused."""
        completion = TaskCompletion(reference, data, visit)
        self.portal.call(lambda: complete(self.handle, completion))

    def state(self) -> RunState:
        """What the ``state`` query answers."""
        state: RunState = self.portal.call(lambda: self.handle.query(STATE_QUERY, result_type=RunState))
        return state

    def open_task(self, count: int = 1) -> list[OpenTask]:
        """Wait until ``count`` human tasks are open and give them."""
        return self.until(lambda state: len(state.open_tasks) == count).open_tasks

    def until_child_runs(self) -> None:
        """Wait until a sub-workflow was started and is awaited."""
        self.until(lambda state: any(task.child_execution_id and task.status == "WAITING" for task in state.tasks))

    def until(self, holds: Callable[[RunState], bool]) -> RunState:
        """Wait until the state is as wanted."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            state = self.state()
            if holds(state):
                return state
            time.sleep(0.02)
        raise AssertionError(f"never so: {state}")

    def statuses(self) -> list[tuple[str, TaskStatus]]:
        """Names and statuses of the visits, in order."""
        return [(task.name, task.status) for task in self.state().tasks]

    def cancel(self) -> None:
        """Ask for cancellation."""
        self.portal.call(self.handle.cancel)

    def ended(self) -> None:
        """Wait until the run is closed, however it ended."""
        with contextlib.suppress(WorkflowFailureError):
            self.result()

    def has_continued(self) -> bool:
        """Whether an earlier run of this execution continued as new."""
        first = self.history().events[0].workflow_execution_started_event_attributes
        return bool(first.continued_execution_run_id)

    def task(self, reference: str, visit: int | None = None) -> TaskDetail | None:
        """What the ``task`` query answers."""
        detail: TaskDetail | None = self.portal.call(
            lambda: self.handle.query(TASK_QUERY, args=[reference, visit], result_type=TaskDetail)
        )
        return detail

    def history(self) -> WorkflowHistory:
        """The whole history."""
        return self.portal.call(self.handle.fetch_history)


@dataclass(frozen=True)
class Engine:
    """A client and a worker on a task queue of their own."""

    portal: BlockingPortal
    client: Client
    task_queue: str

    def start(
        self,
        definition: Json,
        given: Any = None,
        context: Json | None = None,
        *,
        history_limit: int | None = None,
        execution_id: str | None = None,
    ) -> Running:
        """Start a definition, usually without an execution row; ``history_limit`` makes it continue as new early."""
        run = RunInput(execution_id or new_id(), definition, given, context or {}, history_limit=history_limit)

        async def ask() -> WorkflowHandle[Any, Any]:
            return await self.client.start_workflow(OPEN_WORKFLOW, run, id=run.execution_id, task_queue=self.task_queue)

        return Running(self.portal, self.portal.call(ask))

    def run(self, *tasks: Json, given: Any = None, **top: Any) -> Any:
        """Run tasks to the end and give the output."""
        return self.start(define(*tasks, **top), given).result()

    def fault(self, *tasks: Json, given: Any = None, **top: Any) -> Json:
        """Run tasks that end in a fault and give it."""
        return self.start(define(*tasks, **top), given).fault()

    def known(self, workflow_id: str) -> Running:
        """A run by its id."""
        return Running(self.portal, self.client.get_workflow_handle(workflow_id))


@contextmanager
def running_engine(address: str, task_queue: str) -> Iterator[Engine]:
    """An engine whose worker runs until the end of the block."""
    with ThreadPoolExecutor(ACTIVITY_THREADS) as threads, start_blocking_portal() as portal:
        client = portal.call(Client.connect, address)

        async def worker() -> Worker:
            return make_worker(client, task_queue, threads)

        with portal.wrap_async_context_manager(portal.call(worker)):
            yield Engine(portal, client, task_queue)
