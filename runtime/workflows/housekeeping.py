"""Housekeeping that Temporal Schedules start: one activity of the product, once."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

from runtime.contracts import HOUSEKEEPING

LONGEST_SILENCE = timedelta(seconds=10)
"""After it the worker counts as killed, and the next scheduled run may begin: runs never overlap."""


@workflow.defn(name=HOUSEKEEPING)
class Housekeeping:
    """Run one housekeeping activity; what failed is done by the next scheduled run."""

    @workflow.run
    async def run(self, activity: str) -> int:
        """Give the number of things that were moved on."""
        moved: int = await workflow.execute_activity(
            activity,
            result_type=int,
            start_to_close_timeout=timedelta(minutes=2),
            heartbeat_timeout=LONGEST_SILENCE,
            retry_policy=RetryPolicy(maximum_attempts=1),
            summary=activity,
        )
        return moved
