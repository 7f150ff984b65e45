"""A Temporal worker such as a team of its own runs, for custom templates."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

from temporalio import activity, workflow
from temporalio.client import Client, WorkflowFailureError
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from domain.json_types import JsonObject
from runtime.bridge import call
from runtime.contracts import EVENT_SIGNAL

WORKFLOW_TYPE = "HandOver"
FILING = "Filing"
LONG = "Long"


@workflow.defn(name=FILING)
class Filing:
    """One of the team's own sub-workflows: starts one more of its kind for each level, the last one waits for ever."""

    @workflow.run
    async def run(self, levels: int) -> None:
        """``levels`` 0 ends at once."""
        if levels == 1:
            await workflow.wait_condition(lambda: False)
        if levels > 1:
            below = f"{workflow.info().workflow_id}/below"
            await workflow.execute_child_workflow(FILING, levels - 1, id=below)


@workflow.defn(name=WORKFLOW_TYPE)
class HandOver:
    """Does what its input's ``plan`` says: finish, fail, wait for an event, or go on as a new run that waits.

    Before that, it starts a ``Filing`` for each number in ``filings``, and makes a local delivery for each of
    ``deliveries``, true where it fails.
    """

    def __init__(self) -> None:
        self._events: list[Any] = []

    @workflow.run
    async def run(self, argument: dict[str, Any]) -> dict[str, Any]:
        """Take what Pointsman passes: definition, version and input."""
        plan = argument["input"].get("plan")
        for number, levels in enumerate(argument["input"].get("filings", [])):
            filing = f"{workflow.info().workflow_id}/filing-{number}"
            await workflow.start_child_workflow(FILING, levels, id=filing)
        if plan == "fail":
            raise ApplicationError("The bank refused", type="bank")
        for fails in argument["input"].get("deliveries", []):
            with suppress(ActivityError, ApplicationError):
                await workflow.execute_local_activity(
                    deliver,
                    fails,
                    start_to_close_timeout=timedelta(seconds=20),
                    retry_policy=RetryPolicy(maximum_attempts=1),
                )
        if plan == "continue":
            workflow.continue_as_new({**argument, "input": {"plan": "wait"}})
        if plan == "wait":
            await workflow.wait_condition(lambda: bool(self._events))
        return {"plan": plan, "events": self._events}

    @workflow.signal(name=EVENT_SIGNAL)
    def take(self, event: dict[str, Any]) -> None:
        """Remember an event."""
        self._events.append(event)


@activity.defn(name="deliver")
async def deliver(fails: bool) -> None:
    """One attempt."""
    if fails:
        raise ApplicationError("Nobody at home", type="post")


@workflow.defn(name=LONG)
class Long:
    """Makes a long history: in each round ``width`` timers at once and a delivery, which fails in every tenth round.

    Then it waits for ever, for one timer.
    """

    @workflow.run
    async def run(self, argument: dict[str, Any]) -> None:
        """``rounds`` and ``width`` stand in the input."""
        for number in range(argument["input"]["rounds"]):
            await asyncio.gather(*(asyncio.sleep(0.001) for _ in range(argument["input"]["width"])))
            with suppress(ActivityError):
                await workflow.execute_activity(
                    deliver,
                    number % 10 == 0,
                    start_to_close_timeout=timedelta(seconds=20),
                    retry_policy=RetryPolicy(maximum_attempts=1),
                )
        await asyncio.sleep(1_000_000)


@contextmanager
def team_worker(address: str, task_queue: str) -> Iterator[None]:
    """The worker, polling ``task_queue`` from a thread of its own."""
    ready, stop, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()

    async def work() -> None:
        client = await Client.connect(address)
        async with Worker(
            client,
            task_queue=task_queue,
            workflows=[HandOver, Filing, Long],
            activities=[deliver],
            workflow_runner=UnsandboxedWorkflowRunner(),
            graceful_shutdown_timeout=timedelta(0),
        ):
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(work()))
    thread.start()
    try:
        if not ready.wait(60):
            raise TimeoutError("The team's worker did not start.")
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def until_closed(workflow_id: str) -> None:
    """Wait until the newest run has ended, however."""

    async def ask(client: Client) -> None:
        with suppress(WorkflowFailureError):
            await asyncio.wait_for(client.get_workflow_handle(workflow_id).result(), timeout=60)

    call(ask)


def start_on_temporal(workflow_id: str, task_queue: str, plan: str) -> None:
    """Start a workflow past Pointsman, as the backend does."""
    argument: JsonObject = {"input": {"plan": plan}}

    async def ask(client: Client) -> None:
        await client.start_workflow(WORKFLOW_TYPE, argument, id=workflow_id, task_queue=task_queue)

    call(ask)
