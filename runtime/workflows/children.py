"""``run: workflow``: a sub-workflow is an execution row first, then a Temporal child workflow of the same id."""

import asyncio
import contextlib
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ActivityError, ApplicationError, FailureError, WorkflowAlreadyStartedError

from domain.faults import FaultKind, fault
from domain.json_types import JsonValue
from runtime.contracts import (
    CREATE_CHILD_EXECUTION,
    OPEN_WORKFLOW,
    REPORT_STARTED,
    ChildExecution,
    ChildRequest,
    RunInput,
    StartedReport,
    TaskStatus,
)
from runtime.workflows.awaiting import Handle, end_of_child, end_of_earlier_child
from runtime.workflows.moments import iso, now
from runtime.workflows.reading import as_object, as_text, metadata_of, sendable
from runtime.workflows.run import Result, Run, Step
from runtime.workflows.values import step_template
from runtime.workflows.waiting import outcome, together

CONTEXT, TASK_GROUP, NAME = "pointsman/context", "pointsman/taskGroup", "pointsman/name"
_PATIENT = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30))


async def run_workflow(run: Run, step: Step) -> Result:
    """Run a sub-workflow and give its output; with ``await: false`` give the input and go on."""
    if "child" in step.notes:
        step.trace.status = TaskStatus.WAITING
        return Result(await end_of_earlier_child(run, step.notes["child"], step.reference))
    stanza = as_object(step.definition["run"], "run", step.reference)
    called = as_object(stanza.get("workflow"), "run.workflow", step.reference)
    given = step_template(run, called["input"], step) if "input" in called else step.input
    awaited = stanza.get("await") is not False
    sendable(given, "The input of the sub-workflow", step.reference)
    child = await _create(_request(run, step, called, given, awaited), step.reference)
    step.trace.child_execution_id = child.execution_id
    handle = await _start(run, child, given, step, awaited)
    if not awaited:
        await _report_started(child, handle, step)
        return Result(step.input)
    step.trace.status = TaskStatus.WAITING
    step.notes["child"] = child.execution_id
    _, output = await together(
        [_report_started(child, handle, step), end_of_child(run, handle, child.execution_id, step.reference)]
    )
    return Result(output)


def _request(run: Run, step: Step, called: dict[str, JsonValue], given: JsonValue, awaited: bool) -> ChildRequest:
    metadata = metadata_of(step.definition)
    extra = as_object(step_template(run, metadata.get(CONTEXT, {}), step), CONTEXT, step.reference)
    group = step_template(run, metadata.get(TASK_GROUP), step)
    visit = step.trace.visit
    name = step_template(run, metadata.get(NAME), step) or (step.name if visit == 1 else f"{step.name} ({visit})")
    return ChildRequest(
        parent_execution_id=run.given.execution_id,
        task_reference=step.reference,
        visit=visit,
        name=str(name),
        namespace=as_text(called.get("namespace"), "namespace", step.reference),
        workflow=as_text(called.get("name"), "name", step.reference),
        version=as_text(called.get("version", "latest"), "version", step.reference),
        input=given,
        context={**run.given.context, **extra},
        task_group_id=None if group is None else str(group),
        awaited=awaited,
    )


async def _create(request: ChildRequest, reference: str) -> ChildExecution:
    try:
        return await outcome(
            workflow.execute_activity(
                CREATE_CHILD_EXECUTION,
                request,
                result_type=ChildExecution,
                start_to_close_timeout=timedelta(seconds=30),
                retry_policy=_PATIENT,
                summary=request.name,
            )
        )
    except ActivityError as error:
        cause = error.cause
        sentence = cause.message if isinstance(cause, ApplicationError) else str(cause or error)
        raise fault(FaultKind.CONFIGURATION, reference, sentence) from None


async def _start(run: Run, child: ChildExecution, given: JsonValue, step: Step, awaited: bool) -> Handle:
    """Start the child. It outlives this *run* of its parent, which may continue as new, never its parent's end.

    Temporal's own policy would end the child when the parent continues as new; so the parent cancels an awaited child
    itself, and terminating an execution terminates its sub-workflows.
    """
    ends_with_run = awaited and run.is_first_edition
    starting = asyncio.create_task(
        workflow.start_child_workflow(
            OPEN_WORKFLOW,
            RunInput(
                child.execution_id,
                child.definition,
                given,
                child.context,
                child.interpreter_version,
                history_limit=run.given.history_limit,
            ),
            id=child.execution_id,
            task_queue=child.task_queue,
            parent_close_policy=workflow.ParentClosePolicy.TERMINATE
            if ends_with_run
            else workflow.ParentClosePolicy.ABANDON,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
            static_summary=step.name,
        )
    )
    try:
        return await outcome(starting)
    except asyncio.CancelledError:
        await _gone(starting)
        raise
    except WorkflowAlreadyStartedError:
        detail = f"The sub-workflow {child.execution_id} ran already."
        raise fault(FaultKind.RUNTIME, step.reference, detail) from None


async def _gone(starting: asyncio.Task[Handle]) -> None:
    """Wait for the end of a child that was cancelled while it started: the SDK starts it, and then cancels it."""
    with contextlib.suppress(FailureError, asyncio.CancelledError):
        handle = await starting
        handle.cancel()
        await asyncio.gather(handle, return_exceptions=True)


async def _report_started(child: ChildExecution, handle: Handle, step: Step) -> None:
    report = StartedReport(child.execution_id, handle.first_execution_run_id or "", iso(now()))
    try:
        await outcome(
            workflow.execute_activity(
                REPORT_STARTED,
                report,
                start_to_close_timeout=timedelta(seconds=30),
                schedule_to_close_timeout=timedelta(minutes=10),
                retry_policy=_PATIENT,
                summary=step.name,
            )
        )
    except ActivityError as error:
        workflow.logger.warning("The start of %s was not reported: %s", child.execution_id, error.cause)
