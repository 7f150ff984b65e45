"""Tell the product since when a run waits for a person, while it runs."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import FailureError

from runtime.contracts import REPORT_WAITING, WAITING_MEMO, WaitingReport
from runtime.workflows.moments import iso
from runtime.workflows.run import Run
from runtime.workflows.waiting import outcome

_ATTEMPT = timedelta(seconds=5)


@contextmanager
def waiting_told(run: Run) -> Iterator[None]:
    """Within the block, tell it whenever it changes; that nothing waits any more after the end needs no telling."""
    telling = asyncio.create_task(_tell_changes(run)) if run.tells_waiting else None
    try:
        yield
    finally:
        if telling is not None:
            telling.cancel()


async def _tell_changes(run: Run) -> None:
    """The memo keeps what was told: for the sweep, if a report is lost, and for the next run, which tells it again."""
    memo: str | None = workflow.memo_value(WAITING_MEMO, default=None)
    told, is_reported = memo or "", memo is None
    while True:
        await run.people.changed.wait()
        run.people.changed.clear()
        since = run.people.waiting_since()
        if is_reported and (since or "") == told:
            continue
        told, is_reported = since or "", True
        workflow.upsert_memo({WAITING_MEMO: told})
        await _report(run, since)


async def _report(run: Run, since: str | None) -> None:
    """One attempt within the workflow task at hand, so that lists are true as soon as a person has completed a task.

    An activity of its own would end in an event of its own, which may keep Temporal from taking a completion.
    """
    info = workflow.info()
    report = WaitingReport(run.given.execution_id, info.run_id, iso(info.start_time), since)
    try:
        await outcome(
            workflow.execute_local_activity(
                REPORT_WAITING,
                report,
                start_to_close_timeout=_ATTEMPT,
                retry_policy=RetryPolicy(maximum_attempts=1),
                summary="waits" if since else "goes on",
            )
        )
    except FailureError as error:
        workflow.logger.warning("It was not reported that %s waits: %s", report.execution_id, error)
