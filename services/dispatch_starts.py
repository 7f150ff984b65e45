"""The dispatcher: takes on the starts that their first process did not finish."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

from services.attempt_start import attempt_start
from storage.database import transaction
from storage.own_tables import ExecutionRun
from storage.shared_tables import utc_now

BATCH = 200
LEASE = timedelta(seconds=60)
_PARALLEL = 8


def dispatch_starts() -> int:
    """Claim due CREATED executions, attempt each start once, and return how many were attempted.

    Claims skip rows that another dispatcher holds and are leased for a minute, so that a dispatcher which dies loses
    nothing. Raises: DatabaseAway.
    """
    with transaction() as session:
        due = session.scalars(
            select(ExecutionRun)
            .where(ExecutionRun.next_attempt_at <= utc_now())
            .order_by(ExecutionRun.next_attempt_at)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        for run in due:
            run.next_attempt_at = utc_now() + LEASE
        claimed = [run.execution_id for run in due]
    with ThreadPoolExecutor(_PARALLEL) as pool:
        list(pool.map(attempt_start, claimed))
    return len(claimed)
