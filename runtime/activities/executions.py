"""Execution rows: made before a sub-workflow starts, told when one started and ended."""

from datetime import datetime

from temporalio import activity

from domain.faults import FaultKind, fault, sentence_of
from domain.vocabulary import RuntimeStatus
from runtime.activities.refusals import told
from runtime.contracts import (
    CREATE_CHILD_EXECUTION,
    LOOK_AT_CHILD,
    REPORT_ENDED,
    REPORT_STARTED,
    REPORT_WAITING,
    ChildEnd,
    ChildExecution,
    ChildRequest,
    EndReport,
    StartedReport,
    WaitingReport,
)
from runtime.service import temporal
from services import create_child_execution as creating
from services import report_execution as reporting


@activity.defn(name=CREATE_CHILD_EXECUTION)
def create_child_execution(request: ChildRequest) -> ChildExecution:
    """Make the row of a sub-workflow, once however often this is tried."""
    with told():
        made = creating.create_child_execution(
            parent_execution_id=request.parent_execution_id,
            task_reference=request.task_reference,
            visit=request.visit,
            name=request.name,
            namespace=request.namespace,
            workflow=request.workflow,
            version=request.version,
            input=request.input,
            context=request.context,
            task_group_id=request.task_group_id,
            awaited=request.awaited,
        )
    return ChildExecution(
        made.execution_id,
        made.definition,
        made.context,
        made.version_id,
        made.task_queue,
        made.version,
        made.interpreter_version,
    )


@activity.defn(name=REPORT_STARTED)
def report_started(report: StartedReport) -> None:
    """Note that a sub-workflow runs."""
    with told():
        reporting.report_started(report.execution_id, report.run_id, datetime.fromisoformat(report.started_at))


@activity.defn(name=REPORT_WAITING)
def report_waiting(report: WaitingReport) -> None:
    """Note since when an execution waits for a person."""
    since = report.waiting_since
    with told():
        reporting.report_waiting(
            report.execution_id,
            report.run_id,
            datetime.fromisoformat(report.started_at),
            None if since is None else datetime.fromisoformat(since),
        )


@activity.defn(name=REPORT_ENDED)
def report_ended(report: EndReport) -> None:
    """Note how an execution ended."""
    with told():
        reporting.report_ended(
            report.execution_id,
            report.run_id,
            report.runtime_status,
            datetime.fromisoformat(report.closed_at),
            report.failure,
        )


@activity.defn(name=LOOK_AT_CHILD)
def look_at_child(execution_id: str) -> ChildEnd:
    """Look whether a sub-workflow has ended, and how."""
    with told():
        status = temporal().describe(execution_id).runtime_status
        if status is RuntimeStatus.RUNNING:
            return ChildEnd()
        if status not in (RuntimeStatus.COMPLETED, RuntimeStatus.FAILED):
            return ChildEnd(status)
        output, failure = temporal().result(execution_id)
    if failure is not None and "type" not in failure:
        failure = fault(FaultKind.RUNTIME, "", sentence_of(failure)).error
    return ChildEnd(status, output, failure)
