"""Tell the product how this execution ended. A report that cannot be delivered never holds up the run."""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError

from domain.json_types import JsonObject
from domain.vocabulary import RuntimeStatus
from runtime.contracts import REPORT_ENDED, EndReport
from runtime.workflows.moments import iso, now

PATIENCE = timedelta(seconds=60)


async def report_ended(execution_id: str, status: RuntimeStatus, failure: JsonObject | None = None) -> None:
    """Report the end, even when the run is being cancelled; the sweep repairs what could not be reported."""
    report = EndReport(execution_id, workflow.info().run_id, status, iso(now()), failure)
    await asyncio.shield(asyncio.create_task(_deliver(report)))


async def _deliver(report: EndReport) -> None:
    try:
        await workflow.execute_activity(
            REPORT_ENDED,
            report,
            schedule_to_close_timeout=PATIENCE,
            start_to_close_timeout=timedelta(seconds=20),
            retry_policy=RetryPolicy(maximum_interval=timedelta(seconds=10)),
            summary=report.runtime_status,
        )
    except ActivityError as error:
        workflow.logger.warning("The end of %s was not reported: %s", report.execution_id, error.cause)
