"""How a run ended, by the one event of its history that says so."""

from collections.abc import AsyncIterator

from google.protobuf.json_format import MessageToDict
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHandle, WorkflowHistoryEventFilterType

from domain.json_types import JsonObject, JsonValue
from runtime.bridge import RPC_TIMEOUT
from runtime.history import read_failure, read_payload


def close_events(handle: WorkflowHandle[object, object]) -> AsyncIterator[HistoryEvent]:
    """The last event of the newest run, once it has one."""
    kind = WorkflowHistoryEventFilterType.CLOSE_EVENT
    return handle.fetch_history_events(event_filter_type=kind, rpc_timeout=RPC_TIMEOUT)


async def close_of(handle: WorkflowHandle[object, object]) -> tuple[JsonValue, JsonObject | None]:
    """Result and failure of the newest run; (None, None) while it runs, or when it was cancelled or terminated."""
    async for event in close_events(handle):
        completed = event.workflow_execution_completed_event_attributes
        if event.HasField("workflow_execution_completed_event_attributes"):
            payloads = completed.result.payloads
            return (read_payload(MessageToDict(payloads[0])) if payloads else None), None
        if event.HasField("workflow_execution_failed_event_attributes"):
            return None, read_failure(event.workflow_execution_failed_event_attributes.failure)
    return None, None
