"""``run: workflow``: a sub-workflow is an execution row first, then a Temporal child workflow of the same id."""

from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    CancelledError,
    ChildWorkflowError,
    TerminatedError,
    WorkflowAlreadyStartedError,
)
from temporalio.exceptions import TimeoutError as TimedOut

from domain.faults import Fault, FaultKind, fault
from domain.json_types import JsonObject, JsonValue
from runtime.contracts import (
    CREATE_CHILD_EXECUTION,
    FAULT_TYPE,
    OPEN_WORKFLOW,
    REPORT_STARTED,
    ChildExecution,
    ChildRequest,
    RunInput,
    StartedReport,
    TaskStatus,
)
from runtime.workflows.moments import iso, now
from runtime.workflows.reading import as_object, as_text, metadata_of, sendable
from runtime.workflows.run import Result, Run, Step
from runtime.workflows.values import step_template
from runtime.workflows.waiting import outcome, together

CONTEXT, TASK_GROUP, NAME = "pointsman/context", "pointsman/taskGroup", "pointsman/name"
_PATIENT = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30))


async def run_workflow(run: Run, step: Step) -> Result:
    """Run a sub-workflow and give its output; with ``await: false`` give the input and go on."""
    stanza = as_object(step.definition["run"], "run", step.reference)
    called = as_object(stanza.get("workflow"), "run.workflow", step.reference)
    given = step_template(run, called["input"], step) if "input" in called else step.input
    awaited = stanza.get("await") is not False
    sendable(given, "The input of the sub-workflow", step.reference)
    child = await _create(_request(run, step, called, given), step.reference)
    step.trace.child_execution_id = child.execution_id
    handle = await _start(child, given, step, awaited)
    if not awaited:
        await _report_started(child, handle, step)
        return Result(step.input)
    step.trace.status = TaskStatus.WAITING
    _, output = await together([_report_started(child, handle, step), _result_of(handle, child, step.reference)])
    return Result(output)


def _request(run: Run, step: Step, called: JsonObject, given: JsonValue) -> ChildRequest:
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


async def _start(
    child: ChildExecution, given: JsonValue, step: Step, awaited: bool
) -> workflow.ChildWorkflowHandle[Any, Any]:
    policy = workflow.ParentClosePolicy.TERMINATE if awaited else workflow.ParentClosePolicy.ABANDON
    try:
        return await workflow.start_child_workflow(
            OPEN_WORKFLOW,
            RunInput(child.execution_id, child.definition, given, child.context),
            id=child.execution_id,
            task_queue=child.task_queue,
            parent_close_policy=policy,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
            static_summary=step.name,
        )
    except WorkflowAlreadyStartedError:
        detail = f"The sub-workflow {child.execution_id} ran already."
        raise fault(FaultKind.RUNTIME, step.reference, detail) from None


async def _report_started(child: ChildExecution, handle: workflow.ChildWorkflowHandle[Any, Any], step: Step) -> None:
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


async def _result_of(
    handle: workflow.ChildWorkflowHandle[Any, Any], child: ChildExecution, reference: str
) -> JsonValue:
    try:
        output: JsonValue = await outcome(handle)
    except ChildWorkflowError as error:
        raise _fault_of(error, child.execution_id, reference) from None
    return output


def _fault_of(error: ChildWorkflowError, execution_id: str, reference: str) -> Fault:
    """The child's own fault, raised by this task; ``execution`` and ``cause`` lead to where it began."""
    cause = error.cause
    if isinstance(cause, ApplicationError) and cause.type == FAULT_TYPE and cause.details:
        origin: JsonObject = cause.details[0]
        inherited = {"cause": origin.get("instance"), "execution": execution_id}
        return Fault({**inherited, **origin, "instance": reference})
    if isinstance(cause, TimedOut):
        return fault(FaultKind.TIMEOUT, reference, f"The sub-workflow {execution_id} timed out.")
    if isinstance(cause, CancelledError | TerminatedError):
        ended = "was cancelled" if isinstance(cause, CancelledError) else "was terminated"
        return fault(FaultKind.RUNTIME, reference, f"The sub-workflow {execution_id} {ended}.")
    return fault(FaultKind.RUNTIME, reference, f"The sub-workflow {execution_id} failed: {cause or error}")
