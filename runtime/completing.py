"""Completing a human task: an update that Temporal may turn away for a moment."""

import asyncio
from datetime import timedelta
from typing import Any

from temporalio.client import WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from domain.ids import new_id
from runtime.contracts import COMPLETE_TASK_UPDATE, TaskCompletion

_TRIES = 10


async def complete(
    handle: WorkflowHandle[Any, Any], completion: TaskCompletion, within: timedelta | None = None
) -> None:
    """Send the update until Temporal has taken it; ``within`` holds for each attempt.

    Temporal gives a workflow task back, and every update in it, when something else happened to a run that was about
    to end or to continue as new. Nothing of the update has happened then, and its id keeps it from happening twice.
    Raises: WorkflowUpdateFailedError when the engine refuses, RPCError.
    """
    update = new_id()
    for left in reversed(range(_TRIES)):
        try:
            await handle.execute_update(COMPLETE_TASK_UPDATE, completion, id=update, rpc_timeout=within)
        except RPCError as error:
            if error.status is not RPCStatusCode.FAILED_PRECONDITION or not left:
                raise
            await asyncio.sleep(0.1)
        else:
            return
