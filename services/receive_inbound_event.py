"""Keep an event of another system as it came, before anything is made of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Boolean, literal_column
from sqlalchemy.dialects.postgresql import insert

from domain.ids import new_id
from domain.json_types import JsonObject
from domain.json_values import check_json
from storage.database import transaction
from storage.own_tables import InboundEvent
from storage.shared_tables import utc_now

FIRST_LEASE = timedelta(seconds=15)
"""How long the process that took the event may work on it alone before the dispatcher takes over."""


@dataclass(frozen=True)
class Arrival:
    """The kept event; ``is_new`` is false for one that was sent before."""

    id: str
    is_new: bool


def receive_inbound_event(
    source: str, source_event_id: str, event_type: str, body: JsonObject, occurred_at: datetime
) -> Arrival:
    """Store the event once for its source and id; a copy is only counted, and the first one's body stays.

    Raises: InvalidInput for a body that cannot be kept.
    """
    check_json(body, "event")
    now = utc_now()
    statement = insert(InboundEvent).values(
        id=new_id(),
        source=source,
        source_event_id=source_event_id,
        type=event_type,
        body=body,
        occurred_at=occurred_at,
        received_at=now,
        next_attempt_at=now + FIRST_LEASE,
    )
    kept = statement.on_conflict_do_update(
        index_elements=["source", "source_event_id"], set_={"copies": InboundEvent.copies + 1}
    )
    with transaction() as session:
        kept_id, is_new = session.execute(kept.returning(InboundEvent.id, literal_column("xmax = 0", Boolean))).one()
    return Arrival(kept_id, is_new)
