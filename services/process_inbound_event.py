"""Make of a kept event what it says: one delivery for each item that was bought."""

from datetime import timedelta

import structlog
from sqlalchemy.orm import undefer

from domain.errors import DatabaseAway, NotFound, PointsmanError, shorten
from services._chargebee import deliver
from services._locks import try_lock
from services.attempt_start import attempt_starts
from storage.database import transaction
from storage.own_tables import InboundEvent
from storage.shared_tables import utc_now

LONGEST_PAUSE = timedelta(minutes=10)
_log = structlog.get_logger("pointsman.events")


def process_inbound_event(event_id: str) -> int:
    """Make the event's deliveries and executions in one transaction, then start these; return how many were made.

    An event that is done, or that another process has in hand, is left alone. Trouble is noted with the event, which
    is tried again with growing pauses of up to ten minutes. Raises: DatabaseAway, NotFound.
    """
    try:
        made = _made(event_id)
    except (DatabaseAway, NotFound):
        raise
    except Exception as error:  # noqa: BLE001 - an event must never be lost, whatever is wrong with it or with us
        _postpone(event_id, error)
        return 0
    attempt_starts(made)
    return len(made)


def _made(event_id: str) -> list[str]:
    with transaction() as session:
        if not try_lock(session, f"inbound-event/{event_id}"):
            return []
        event = session.get(InboundEvent, event_id, options=[undefer(InboundEvent.body)])
        if event is None:
            raise NotFound("inbound event", event_id)
        if event.done_at is not None:
            return []
        receipts = deliver(session, event)
        event.done_at, event.next_attempt_at, event.trouble = utc_now(), None, None
        event.attempts += 1
    return [receipt.execution_id for receipt in receipts if receipt.execution_id and receipt.outcome is None]


def _postpone(event_id: str, error: Exception) -> None:
    if not isinstance(error, PointsmanError):
        _log.error("an event could not be processed", inbound_event=event_id, exc_info=error)
    told = str(error) if isinstance(error, PointsmanError) else f"Something unexpected went wrong: {error!r}"
    with transaction() as session:
        event = session.get(InboundEvent, event_id, with_for_update=True)
        if event is None or event.done_at is not None:
            return
        event.attempts += 1
        event.trouble = shorten(told.replace("\0", ""), 500)
        event.next_attempt_at = utc_now() + min(timedelta(seconds=2.0 ** min(event.attempts, 12)), LONGEST_PAUSE)
