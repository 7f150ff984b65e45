"""Events of other systems that are still to be worked on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.database import reading
from storage.own_tables import InboundEvent


@dataclass(frozen=True)
class InboundEventRow:
    """One event; ``trouble`` tells why the last attempt failed. Times are UTC."""

    id: str
    source: str
    source_event_id: str
    type: str
    received_at: datetime
    attempts: int
    next_attempt_at: datetime | None
    trouble: str | None


def list_inbound_events(limit: int = 50) -> list[InboundEventRow]:
    """Events that are not done, the next one due first, at most ``limit``."""
    event = InboundEvent
    query = (
        select(
            event.id,
            event.source,
            event.source_event_id,
            event.type,
            event.received_at,
            event.attempts,
            event.next_attempt_at,
            event.trouble,
        )
        .where(event.next_attempt_at.is_not(None))
        .order_by(event.next_attempt_at)
        .limit(limit)
    )
    with reading() as session:
        return [InboundEventRow(**row) for row in session.execute(query).mappings()]
