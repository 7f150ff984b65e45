"""Tell the product how this execution ended. A report that cannot be delivered never holds up the run."""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, FailureError

from domain.json_types import JsonObject
from domain.vocabulary import RuntimeStatus
from runtime.contracts import REPORT_ENDED, EndReport
from runtime.workflows.awaiting import tell_listeners
from runtime.workflows.moments import iso, now
from runtime.workflows.run import Run

PATIENCE = timedelta(seconds=60)
_ATTEMPT = timedelta(seconds=20)


async def end_run(run: Run, status: RuntimeStatus, failure: JsonObject | None = None) -> None:
    """Report the end, even when the run is being cancelled; the sweep repairs what could not be reported."""
    report = EndReport(run.given.execution_id, workflow.info().run_id, status, iso(now()), failure)
    await asyncio.shield(asyncio.create_task(_deliver(run, report)))


async def _deliver(run: Run, report: EndReport) -> None:
    try:
        if run.is_first_edition or not await _is_told_at_once(report):
            await _tell_patiently(report)
    except ActivityError as error:
        workflow.logger.warning("The end of %s was not reported: %s", report.execution_id, error.cause)
    await tell_listeners(run)


async def _is_told_at_once(report: EndReport) -> bool:
    """One attempt within the workflow task that ends the run, which spares a round to the server."""
    try:
        await workflow.execute_local_activity(
            REPORT_ENDED,
            report,
            start_to_close_timeout=_ATTEMPT,
            retry_policy=RetryPolicy(maximum_attempts=1),
            summary=report.runtime_status,
        )
    except FailureError:  # the SDK raises what a local activity raised as it is
        return False
    return True


async def _tell_patiently(report: EndReport) -> None:
    await workflow.execute_activity(
        REPORT_ENDED,
        report,
        schedule_to_close_timeout=PATIENCE,
        start_to_close_timeout=_ATTEMPT,
        retry_policy=RetryPolicy(maximum_interval=timedelta(seconds=10)),
        summary=report.runtime_status,
    )
