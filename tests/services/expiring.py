"""What retention does to runs whose time is over, done at once: Temporal forgets them."""

from collections.abc import Sequence

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import Client

from domain.errors import NotFound
from runtime.bridge import call
from runtime.service import temporal
from tests.services.conftest import until_true

Run = tuple[str, str]
"""Ids of the execution and the run; an empty one is the newest."""


def expire(runs: Sequence[Run]) -> None:
    """Have Temporal delete them, and wait until it has; its server takes up to a minute for all of them together."""

    async def ask(client: Client) -> None:
        for workflow_id, run_id in runs:
            execution = WorkflowExecution(workflow_id=workflow_id, run_id=run_id)
            await client.workflow_service.delete_workflow_execution(
                DeleteWorkflowExecutionRequest(namespace=client.namespace, workflow_execution=execution)
            )

    call(ask)
    until_true(lambda: not any(is_kept(*run) for run in runs), seconds=120)


def is_kept(workflow_id: str, run_id: str) -> bool:
    try:
        temporal().standing(workflow_id, run_id or None)
    except NotFound:
        return False
    return True
