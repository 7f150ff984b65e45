"""How often an execution was retried, and what became of the newest retry."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.database import reading
from storage.failure_tables import Retry


@dataclass(frozen=True)
class RetryRow:
    """The newest of ``count`` retries; ``requested_at`` is UTC. ``trouble`` is why it could not go on.

    ``is_done`` is false while it is on its way: Temporal or its workers were away.
    """

    count: int
    actor: str
    reason: str
    requested_at: datetime
    is_done: bool
    trouble: str | None


def newest_retry(execution_id: str) -> RetryRow | None:
    """None where it was never retried."""
    query = (
        select(
            func.count().over().label("count"),
            Retry.actor,
            Retry.reason,
            Retry.requested_at,
            Retry.done_at.is_not(None).label("is_done"),
            Retry.trouble,
        )
        .where(Retry.execution_id == execution_id)
        .order_by(Retry.requested_at.desc())
        .limit(1)
    )
    with reading() as session:
        found = session.execute(query).mappings().one_or_none()
    return None if found is None else RetryRow(**found)
