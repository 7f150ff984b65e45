"""Reading histories from Temporal page by page, from either end."""

import base64
from collections.abc import Collection
from dataclasses import dataclass, replace

from google.protobuf.json_format import MessageToDict
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.history.v1 import HistoryEvent as RawEvent
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryReverseRequest
from temporalio.client import Client

from domain.json_types import JsonObject
from runtime.bridge import RPC_TIMEOUT
from runtime.history import HistoryEvent, read_event

FEW = 10
"""Batches that are read at first."""


@dataclass(frozen=True)
class Spot:
    """Where a run's history is read from its end: a page of Temporal's, and the event before which to read in it.

    None: the newest run, its newest page, all of it.
    """

    run_id: str | None = None
    page: str | None = None
    before: int | None = None


@dataclass(frozen=True)
class Stretch:
    """Events that follow each other, oldest first; ``older`` is where to go on, None at the beginning of the run."""

    events: tuple[HistoryEvent, ...]
    older: Spot | None


@dataclass(frozen=True)
class PendingActivity:
    """An activity that is under way; ``most`` attempts are made, 0: no limit. ``trouble`` is why one failed."""

    attempt: int
    most: int
    trouble: str


@dataclass(frozen=True)
class Standing:
    """How a run stands: its id, how many events its history has, and its pending activities by their id."""

    run_id: str
    events: int
    pending: dict[str, PendingActivity]


async def read_raw(
    client: Client, workflow_id: str, run_id: str | None, page: str | None, size: int
) -> tuple[list[JsonObject], str | None]:
    """A page of a run as Temporal's own JSON, oldest events first."""
    events = client.get_workflow_handle(workflow_id, run_id=run_id).fetch_history_events(
        page_size=size, next_page_token=_decoded(page), rpc_timeout=RPC_TIMEOUT
    )
    await events.fetch_next_page()
    return [MessageToDict(raw) for raw in events.current_page or ()], _encoded(events.next_page_token)


async def read_back(client: Client, workflow_id: str, spot: Spot, size: int) -> Stretch:
    """At most ``size`` events from there to the past.

    Temporal counts batches of events, those that one request or one answer of a worker brought, and a batch may hold
    thousands; so a few are read first, and then as many as the rest seems to need, at most twice as many as before.
    """
    taken: list[RawEvent] = []
    here: Spot | None = spot
    batches = FEW
    while here is not None and len(taken) < size:
        events, following = await _back(client, workflow_id, here, batches)
        left = size - len(taken)
        taken += events[:left]
        here = _after(here, taken[-1].event_id if taken else here.before, following, is_whole=len(events) <= left)
        batches = min(max((size - len(taken)) * batches // max(len(events), 1), 1), 2 * batches)
    return Stretch(tuple(read_event(raw) for raw in reversed(taken)), here)


async def read_raw_back(client: Client, workflow_id: str, spot: Spot, wanted: Collection[int]) -> list[JsonObject]:
    """The events with these ids from there to the past, as Temporal's own JSON, oldest first."""
    found: list[RawEvent] = []
    here: Spot | None = spot
    while here is not None and len(found) < len(wanted):
        events, following = await _back(client, workflow_id, here, FEW)
        found += [raw for raw in events if raw.event_id in wanted]
        last = events[-1].event_id if events else here.before
        here = _after(here, last, following, is_whole=True) if last is None or last > min(wanted) else None
    return [MessageToDict(raw) for raw in reversed(found)]


async def read_standing(client: Client, workflow_id: str, run_id: str | None) -> Standing:
    """How a run stands now, the newest where none is named."""
    described = await client.get_workflow_handle(workflow_id, run_id=run_id).describe(rpc_timeout=RPC_TIMEOUT)
    pending = {
        each.activity_id: PendingActivity(each.attempt, each.maximum_attempts, each.last_failure.message)
        for each in described.raw_description.pending_activities
    }
    return Standing(described.run_id, described.history_length, pending)


async def _back(client: Client, workflow_id: str, spot: Spot, batches: int) -> tuple[list[RawEvent], str | None]:
    """Some batches from there to the past, the newest event first, and the page after them."""
    request = GetWorkflowExecutionHistoryReverseRequest(
        namespace=client.namespace,
        execution=WorkflowExecution(workflow_id=workflow_id, run_id=spot.run_id or ""),
        maximum_page_size=batches,
        next_page_token=_decoded(spot.page) or b"",
    )
    answer = await client.workflow_service.get_workflow_execution_history_reverse(request, timeout=RPC_TIMEOUT)
    events = [raw for raw in answer.history.events if spot.before is None or raw.event_id < spot.before]
    return events, _encoded(answer.next_page_token)


def _after(spot: Spot, last: int | None, following: str | None, *, is_whole: bool) -> Spot | None:
    """Where to go on after the event ``last``: in this page again, unless the whole of it was read."""
    if not is_whole:
        return replace(spot, before=last)
    return Spot(spot.run_id, following, last) if following else None


def _encoded(token: bytes | None) -> str | None:
    return base64.b64encode(token).decode() if token else None


def _decoded(page: str | None) -> bytes | None:
    return base64.b64decode(page) if page else None
