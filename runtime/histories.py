"""Reading histories from Temporal page by page, from either end."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from google.protobuf.json_format import MessageToDict
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.history.v1 import HistoryEvent as RawEvent
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryReverseRequest
from temporalio.client import Client

from domain.json_types import JsonObject
from runtime.bridge import RPC_TIMEOUT
from runtime.history import HistoryPage, read_event


@dataclass(frozen=True)
class Spot:
    """A page of a run's history, read from its end; None: the newest run, its newest page."""

    run_id: str | None = None
    page: str | None = None


@dataclass(frozen=True)
class PendingActivity:
    """An activity that is under way; ``most`` attempts are made, 0: no limit. ``trouble`` is why one failed."""

    attempt: int
    most: int
    trouble: str


@dataclass(frozen=True)
class Standing:
    """How a run stands: how many events its history has, and its pending activities by their id."""

    events: int
    pending: dict[str, PendingActivity]


async def read_forward(client: Client, workflow_id: str, page: str | None, size: int) -> HistoryPage:
    """A page of the newest run, oldest events first."""
    events, following = await _forward(client, workflow_id, page, size)
    return HistoryPage(tuple(read_event(raw) for raw in events), following)


async def read_raw(
    client: Client, workflow_id: str, page: str | None, size: int
) -> tuple[list[JsonObject], str | None]:
    """The same page as Temporal's own JSON."""
    events, following = await _forward(client, workflow_id, page, size)
    return [MessageToDict(raw) for raw in events], following


async def read_back(client: Client, workflow_id: str, spot: Spot, size: int) -> HistoryPage:
    """A page from the end; its events are in the order in which they came, ``next_page`` holds older ones."""
    events, following = await _back(client, workflow_id, spot, size)
    return HistoryPage(tuple(read_event(raw) for raw in reversed(events)), following)


async def read_raw_back(client: Client, workflow_id: str, spot: Spot, size: int) -> list[JsonObject]:
    """The events of that page as Temporal's own JSON."""
    events, _ = await _back(client, workflow_id, spot, size)
    return [MessageToDict(raw) for raw in events]


async def read_standing(client: Client, workflow_id: str) -> Standing:
    """How the newest run stands now."""
    described = await client.get_workflow_handle(workflow_id).describe(rpc_timeout=RPC_TIMEOUT)
    pending = {
        each.activity_id: PendingActivity(each.attempt, each.maximum_attempts, each.last_failure.message)
        for each in described.raw_description.pending_activities
    }
    return Standing(described.history_length, pending)


async def _forward(
    client: Client, workflow_id: str, page: str | None, size: int
) -> tuple[Sequence[RawEvent], str | None]:
    events = client.get_workflow_handle(workflow_id).fetch_history_events(
        page_size=size, next_page_token=_decoded(page), rpc_timeout=RPC_TIMEOUT
    )
    await events.fetch_next_page()
    return events.current_page or (), _encoded(events.next_page_token)


async def _back(client: Client, workflow_id: str, spot: Spot, size: int) -> tuple[Sequence[RawEvent], str | None]:
    request = GetWorkflowExecutionHistoryReverseRequest(
        namespace=client.namespace,
        execution=WorkflowExecution(workflow_id=workflow_id, run_id=spot.run_id or ""),
        maximum_page_size=size,
        next_page_token=_decoded(spot.page) or b"",
    )
    answer = await client.workflow_service.get_workflow_execution_history_reverse(request, timeout=RPC_TIMEOUT)
    return answer.history.events, _encoded(answer.next_page_token)


def _encoded(token: bytes | None) -> str | None:
    return base64.b64encode(token).decode() if token else None


def _decoded(page: str | None) -> bytes | None:
    return base64.b64decode(page) if page else None
