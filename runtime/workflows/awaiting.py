"""Waiting for the end of a sub-workflow, in the run that started it and in those that go on after it."""

import asyncio
from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import (
    ApplicationError,
    CancelledError,
    ChildWorkflowError,
    FailureError,
    TerminatedError,
    is_cancelled_exception,
)
from temporalio.exceptions import TimeoutError as TimedOut

from domain.faults import Fault, FaultKind, fault
from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import RuntimeStatus
from runtime.contracts import CHILD_ENDED_SIGNAL, FAULT_TYPE, LOOK_AT_CHILD, REPORT_END_SIGNAL, ChildEnd
from runtime.workflows.run import Run
from runtime.workflows.waiting import outcome

Handle = workflow.ChildWorkflowHandle[Any, Any]
_FIRST_LOOK, _SLOWEST_LOOK = timedelta(minutes=1), timedelta(hours=1)
_WORDS = {
    RuntimeStatus.CANCELED: "was cancelled",
    RuntimeStatus.TERMINATED: "was terminated",
    RuntimeStatus.NOT_FOUND: "is not known to Temporal any more",
}


async def end_of_child(run: Run, handle: Handle, execution_id: str, reference: str) -> JsonValue:
    """The output of a child that this run started. Cancelled here, it is cancelled. Raises: Fault, Parked."""
    try:
        output: JsonValue = await (outcome(handle) if run.is_first_edition else _end_of(run, handle))
    except ChildWorkflowError as error:
        raise _fault_of(error, execution_id, reference) from None
    return output


async def _end_of(run: Run, handle: Handle) -> Any:
    try:
        with run.parking.place():
            return await asyncio.shield(handle)
    except asyncio.CancelledError:
        handle.cancel()
        await asyncio.gather(handle, return_exceptions=True)
        raise


async def end_of_earlier_child(run: Run, execution_id: str, reference: str) -> JsonValue:
    """The output of a child that an earlier run of this execution started. Raises: Fault, Parked.

    The child is asked to tell its end; because it may be unable to (when it is terminated), it is also looked at now
    and then.
    """
    try:
        await _tell(execution_id, REPORT_END_SIGNAL, workflow.info().workflow_id)
        return _output(await _until_it_ends(run, execution_id), execution_id, reference)
    except asyncio.CancelledError:
        await _cancel(run, execution_id)
        raise


async def _until_it_ends(run: Run, execution_id: str) -> ChildEnd:
    pause = _FIRST_LOOK
    while True:
        with run.parking.place():
            end = await _look_at(execution_id)
            if end.status is not None:
                return end
            await _heard_or(run, execution_id, pause)
        pause = min(pause * 2, _SLOWEST_LOOK)


async def _heard_or(run: Run, execution_id: str, pause: timedelta) -> None:
    try:
        async with asyncio.timeout(pause.total_seconds()):
            await run.children.until_ended(execution_id)
    except TimeoutError:
        return


async def _look_at(execution_id: str) -> ChildEnd:
    return await outcome(
        workflow.execute_activity(
            LOOK_AT_CHILD,
            execution_id,
            result_type=ChildEnd,
            start_to_close_timeout=timedelta(seconds=20),
            retry_policy=RetryPolicy(maximum_interval=timedelta(seconds=30)),
            summary=execution_id,
        )
    )


async def _cancel(run: Run, execution_id: str) -> None:
    await _tell(execution_id, REPORT_END_SIGNAL, workflow.info().workflow_id)  # the first time may have been cancelled
    try:
        await workflow.get_external_workflow_handle(execution_id).cancel()
    except FailureError:  # it has ended meanwhile
        return
    while (await _look_at(execution_id)).status is None:
        await _heard_or(run, execution_id, _FIRST_LOOK)


async def tell_listeners(run: Run) -> None:
    """Tell whoever asked that this execution has ended."""
    for workflow_id in run.children.listeners:
        await _tell(workflow_id, CHILD_ENDED_SIGNAL, run.given.execution_id)


async def _tell(workflow_id: str, signal: str, argument: str) -> None:
    try:
        await workflow.get_external_workflow_handle(workflow_id).signal(signal, argument)
    except FailureError as error:
        if is_cancelled_exception(error):  # before it was sent: what is cancelled then is this task
            raise asyncio.CancelledError from error
        return  # it has ended, or is gone


def _output(end: ChildEnd, execution_id: str, reference: str) -> JsonValue:
    if end.status is RuntimeStatus.COMPLETED:
        return end.output
    if end.fault is not None:
        raise _inherited(end.fault, execution_id, reference)
    if end.status is RuntimeStatus.TIMED_OUT:
        raise fault(FaultKind.TIMEOUT, reference, f"The sub-workflow {execution_id} timed out.")
    ended = _WORDS.get(end.status or RuntimeStatus.FAILED, "failed")
    raise fault(FaultKind.RUNTIME, reference, f"The sub-workflow {execution_id} {ended}.")


def _inherited(origin: JsonObject, execution_id: str, reference: str) -> Fault:
    """The child's own fault, raised by this task; ``execution`` and ``cause`` lead to where it began."""
    inherited = {"cause": origin.get("instance"), "execution": execution_id}
    return Fault({**inherited, **origin, "instance": reference})


def _fault_of(error: ChildWorkflowError, execution_id: str, reference: str) -> Fault:
    cause = error.cause
    if isinstance(cause, ApplicationError) and cause.type == FAULT_TYPE and cause.details:
        return _inherited(cause.details[0], execution_id, reference)
    if isinstance(cause, TimedOut):
        return fault(FaultKind.TIMEOUT, reference, f"The sub-workflow {execution_id} timed out.")
    if isinstance(cause, CancelledError | TerminatedError):
        ended = "was cancelled" if isinstance(cause, CancelledError) else "was terminated"
        return fault(FaultKind.RUNTIME, reference, f"The sub-workflow {execution_id} {ended}.")
    return fault(FaultKind.RUNTIME, reference, f"The sub-workflow {execution_id} failed: {cause or error}")
