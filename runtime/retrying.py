"""A new run of a workflow that has ended, which goes on where that one stood."""

import contextlib

from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from runtime.bridge import RPC_TIMEOUT
from runtime.contracts import OPEN_WORKFLOW, RETRIED_MEMO, RETRY_QUERY, Retry, RunInput


async def ask_retry(client: Client, workflow_id: str, run_id: str) -> Retry:
    """What the worker makes of the history of an ended run."""
    handle = client.get_workflow_handle(workflow_id, run_id=run_id)
    found: Retry = await handle.query(RETRY_QUERY, result_type=Retry, rpc_timeout=RPC_TIMEOUT)
    return found


async def start_again(client: Client, run: RunInput, task_queue: str, replaced: str) -> None:
    """Start the new run under the same workflow id; nothing happens where one runs, or has completed."""
    with contextlib.suppress(WorkflowAlreadyStartedError):
        await client.start_workflow(
            OPEN_WORKFLOW,
            run,
            id=run.execution_id,
            task_queue=task_queue,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
            memo={RETRIED_MEMO: replaced},
            rpc_timeout=RPC_TIMEOUT,
        )
