"""What PostgreSQL and Temporal say, asked again until it is so."""

import time
from collections.abc import Callable
from typing import TypeVar

from temporalio.client import Client, WorkflowExecution

from domain.errors import DatabaseAway
from domain.vocabulary import ExecutionStatus
from runtime.bridge import call
from services.get_execution import ExecutionDetail, get_execution

_Found = TypeVar("_Found")


def eventually(ask: Callable[[], _Found | None], seconds: float, what: str) -> _Found:
    """The first answer that is true. Raises: AssertionError when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (found := ask()):
        assert time.monotonic() < deadline, f"Not within {seconds:g} s: {what}"
        time.sleep(0.05)
    return found


def settled(execution_id: str, status: ExecutionStatus, seconds: float = 90) -> ExecutionDetail:
    """The execution, once its stored status is as wanted."""

    def look() -> ExecutionDetail | None:
        try:
            found = get_execution(execution_id)
        except DatabaseAway:
            return None
        return found if found.status is status else None

    return eventually(look, seconds, f"{execution_id} {status}")


def runs(query: str) -> list[WorkflowExecution]:
    """Each run that Temporal's visibility finds."""

    async def ask(client: Client) -> list[WorkflowExecution]:
        return [run async for run in client.list_workflows(query)]

    return call(ask)


def runs_of(execution_id: str) -> list[str]:
    """The run ids of one workflow id."""
    return [run.run_id for run in runs(f'WorkflowId = "{execution_id}"')]
