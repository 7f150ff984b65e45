"""How a run on Temporal ended."""

from typing import Any

from temporalio.client import WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import ApplicationError, CancelledError, TerminatedError
from temporalio.exceptions import TimeoutError as TimedOut

from domain.vocabulary import RuntimeStatus
from runtime.contracts import FAULT_TYPE
from runtime.trying.order import Ending


async def ending_of(handle: WorkflowHandle[Any, Any]) -> Ending:
    """Wait for the end of a run. Raises: RPCError when there is no such run."""
    try:
        return Ending(RuntimeStatus.COMPLETED, output=await handle.result())
    except WorkflowFailureError as failure:
        return _ending(failure.cause)


def _ending(cause: BaseException | None) -> Ending:
    if isinstance(cause, ApplicationError) and cause.type == FAULT_TYPE and cause.details:
        return Ending(RuntimeStatus.FAILED, fault=cause.details[0])
    if isinstance(cause, CancelledError):
        return Ending(RuntimeStatus.CANCELED, told="The run was cancelled.")
    if isinstance(cause, TerminatedError):
        return Ending(RuntimeStatus.TERMINATED, told="The run was terminated.")
    if isinstance(cause, TimedOut):
        return Ending(RuntimeStatus.TIMED_OUT, told="The run took longer than it was allowed to, and was ended.")
    return Ending(RuntimeStatus.FAILED, told=f"The run failed: {cause}")
