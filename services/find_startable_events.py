"""Which ignored events are worth deciding again, as things stand now."""

from collections.abc import Collection

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from services._billed import starting_types
from services._chargebee import NOTHING_NEW
from services._deliveries import OF_EVENT
from storage.database import reading
from storage.own_tables import Delivery, InboundEvent


def find_startable_events(delivery_ids: Collection[str]) -> frozenset[str]:
    """Those of the deliveries whose event is of a type that starts work by now, and has no deliveries of its items yet.

    Events of such a type that told of nothing newly bought are left out.
    """
    item = aliased(Delivery)
    has_items = exists().where(item.inbound_event_id == InboundEvent.id, item.entity_id.is_not(None))
    query = (
        select(Delivery.id)
        .join(InboundEvent, InboundEvent.id == Delivery.inbound_event_id)
        .where(Delivery.id.in_(delivery_ids), OF_EVENT, InboundEvent.type.in_(starting_types()), ~has_items)
        .where(Delivery.detail.is_distinct_from(NOTHING_NEW))
    )
    with reading() as session:
        return frozenset(session.scalars(query))
