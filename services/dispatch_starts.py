"""The dispatcher: takes on the starts that their first process did not finish."""

from datetime import timedelta

from sqlalchemy import text

from services.attempt_start import attempt_starts
from storage.database import transaction

BATCH = 50
LEASE = timedelta(seconds=60)
_CLAIM = text("""
UPDATE pointsman.execution_run SET next_attempt_at = now() + :lease
WHERE execution_id IN (
    SELECT execution_id FROM pointsman.execution_run WHERE next_attempt_at <= now()
    ORDER BY next_attempt_at LIMIT :batch FOR UPDATE SKIP LOCKED)
RETURNING execution_id""")


def dispatch_starts() -> int:
    """Claim due CREATED executions, attempt each start once, and return how many were attempted, at most `BATCH`.

    Claims skip rows that another dispatcher holds and are leased for a minute, so that a dispatcher which dies loses
    nothing. Raises: DatabaseAway.
    """
    with transaction() as session:
        claimed = session.scalars(_CLAIM, {"lease": LEASE, "batch": BATCH}).all()
    attempt_starts(claimed)
    return len(claimed)
