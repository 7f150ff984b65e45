"""The dispatcher of events: takes on those that their first process did not finish."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

from services.process_inbound_event import process_inbound_event
from storage.database import transaction
from storage.own_tables import InboundEvent
from storage.shared_tables import utc_now

BATCH = 100
LEASE = timedelta(seconds=60)
LONGEST = 60.0
_PARALLEL = 4


def process_inbound_events() -> int:
    """Claim due events batch by batch, process each once, and return how many were claimed, after a minute at most.

    Claims skip rows that another dispatcher holds and are leased for a minute, so that a dispatcher which dies loses
    nothing. Raises: DatabaseAway.
    """
    ends, total = time.monotonic() + LONGEST, 0
    with ThreadPoolExecutor(_PARALLEL) as pool:
        while True:
            claimed = _claimed()
            list(pool.map(process_inbound_event, claimed))
            total += len(claimed)
            if len(claimed) < BATCH or time.monotonic() > ends:
                return total


def _claimed() -> list[str]:
    with transaction() as session:
        due = session.scalars(
            select(InboundEvent)
            .where(InboundEvent.next_attempt_at <= utc_now())
            .order_by(InboundEvent.next_attempt_at)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        for event in due:
            event.next_attempt_at = utc_now() + LEASE
        return [event.id for event in due]
