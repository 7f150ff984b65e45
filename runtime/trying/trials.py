"""A worker on a task queue of its own, and the runs that are tried on it."""

import logging
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.runtime import LogForwardingConfig, LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter

from domain.errors import RuntimeRefused, TemporalAway
from domain.ids import new_id
from domain.json_types import JsonObject, JsonValue
from runtime.activities.outside import OUTSIDE
from runtime.activities.sending import rewrites
from runtime.completing import complete
from runtime.contracts import (
    EVENT_SIGNAL,
    OPEN_WORKFLOW,
    STATE_QUERY,
    RunInput,
    RunState,
    TaskCompletion,
)
from runtime.trying.endings import ending_of
from runtime.trying.families import Families, report_ended, report_started, report_waiting
from runtime.trying.order import Ending
from runtime.worker import ACTIVITY_THREADS, make_worker

__all__ = ["Trial", "Trials", "rewrites", "trials"]


@dataclass(frozen=True)
class Trial:
    """A run that is tried. Every method may raise RPCError."""

    execution_id: str
    client: Client = field(repr=False)
    families: Families = field(repr=False)

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        """Temporal's handle."""
        return self.client.get_workflow_handle(self.execution_id)

    async def send(self, event: JsonObject) -> None:
        """Send an event."""
        await self.handle.signal(EVENT_SIGNAL, event)

    async def complete(self, completion: TaskCompletion) -> None:
        """Complete an open human task. Raises: RuntimeRefused with the engine's sentence."""
        try:
            await complete(self.handle, completion)
        except WorkflowUpdateFailedError as failure:
            cause = failure.cause
            raise RuntimeRefused(cause.message if isinstance(cause, ApplicationError) else str(cause)) from None

    async def state(self) -> RunState:
        """Tasks as they ran, and what waits for a person."""
        state: RunState = await self.handle.query(STATE_QUERY, result_type=RunState)
        return state

    async def ending(self) -> Ending:
        """Wait for the end."""
        return await ending_of(self.handle)

    def family(self) -> "Sequence[Trial]":
        """This run and its descendants so far."""
        members = self.families.members(self.execution_id)
        return [Trial(member, self.client, self.families) for member in members]


@dataclass(frozen=True)
class Trials:
    """A worker that runs what is tried on it."""

    client: Client
    task_queue: str
    families: Families

    async def start(
        self,
        definition: JsonObject,
        value: JsonValue,
        others: Sequence[JsonObject] = (),
        context: JsonObject | None = None,
        limit: timedelta | None = None,
        history_limit: int | None = None,
    ) -> Trial:
        """Start a definition on ``value``; it may run itself and ``others`` as sub-workflows.

        After ``limit`` Temporal ends the run; with ``history_limit`` events it continues as new.
        """
        given = RunInput(new_id(), definition, value, context or {}, history_limit=history_limit)
        self.families.found(given.execution_id, [definition, *others])
        await self.client.start_workflow(
            OPEN_WORKFLOW, given, id=given.execution_id, task_queue=self.task_queue, execution_timeout=limit
        )
        return Trial(given.execution_id, self.client, self.families)


@asynccontextmanager
async def trials(address: str, namespace: str) -> AsyncIterator[Trials]:
    """A worker of its own until the end of the block. Raises: TemporalAway."""
    try:
        client = await Client.connect(address, namespace=namespace, runtime=_runtime())
    except RuntimeError as error:  # the SDK's only error for "no connection"
        raise TemporalAway(str(error)) from error
    families, task_queue = Families(client), f"pointsman-run-{new_id()}"
    rows = (families.create_child_execution, families.look_at_child, report_started, report_waiting, report_ended)
    with ThreadPoolExecutor(ACTIVITY_THREADS, thread_name_prefix="activity") as threads:
        async with make_worker(client, task_queue, threads, [*rows, *OUTSIDE]):
            yield Trials(client, task_queue, families)


@cache
def _runtime() -> Runtime:
    """The SDK's core would write its own log to standard output, where programs read what came of the run."""
    forwarding = LogForwardingConfig(logging.getLogger("temporalio.core"))
    errors = TelemetryFilter(core_level="ERROR", other_level="ERROR")
    return Runtime(telemetry=TelemetryConfig(logging=LoggingConfig(errors, forwarding)))
