"""Starting one workflow on Temporal, so that a second start of the same id is the same start."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import StartRefused, TemporalAway
from runtime.bridge import RPC_TIMEOUT, is_away

_AT_ONCE = 16
_MAY_PASS = {RPCStatusCode.UNKNOWN, RPCStatusCode.UNAUTHENTICATED, RPCStatusCode.DATA_LOSS}
"""Refusals that say nothing against the start itself: it is tried again."""


@dataclass(frozen=True)
class StartCommand:
    """What to start: ``workflow_id`` is the execution id, ``argument`` the workflow's only argument."""

    workflow_id: str
    workflow_type: str
    task_queue: str
    argument: object


async def start_all(client: Client, commands: Sequence[StartCommand]) -> list[str | TemporalAway | StartRefused]:
    """`start` for each, side by side; the answers stand in the order of the commands."""
    if len(commands) == 1:
        return [await start(client, commands[0])]
    places = asyncio.Semaphore(_AT_ONCE)

    async def one(command: StartCommand) -> str | TemporalAway | StartRefused:
        async with places:
            return await start(client, command)

    return await asyncio.gather(*map(one, commands))


async def start(client: Client, command: StartCommand) -> str | TemporalAway | StartRefused:
    """The run id of the workflow, or why there is none: Temporal is away, or refuses for good."""
    try:
        handle = await client.start_workflow(
            command.workflow_type,
            command.argument,
            id=command.workflow_id,
            task_queue=command.task_queue,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            rpc_timeout=RPC_TIMEOUT,
        )
    except WorkflowAlreadyStartedError as error:
        return error.run_id or ""
    except RPCError as error:
        if is_away(error) or error.status in _MAY_PASS:
            return TemporalAway(error.message)
        return StartRefused(f"Temporal refused the start: {error.message}")
    return handle.first_execution_run_id or handle.result_run_id or ""
