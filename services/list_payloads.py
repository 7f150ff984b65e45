"""What was really sent for an entity lately, to try an input expression on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.json_types import JsonValue
from domain.vocabulary import EntityType, Outcome
from storage.database import reading
from storage.own_tables import Delivery

MOST = 20
LARGEST = 256 * 1024
"""Bytes of one payload as PostgreSQL keeps it; larger ones are left out."""


@dataclass(frozen=True)
class Payload:
    """What a delivery brought, and when (UTC)."""

    delivery_id: str
    received_at: datetime
    value: JsonValue


def list_payloads(entity_type: EntityType, entity_id: str) -> tuple[Payload, ...]:
    """The payloads of the newest 20 deliveries of an entity, newest first; duplicates and large ones are left out."""
    with reading() as session:
        return newest_payloads(session, entity_type, entity_id, MOST)


def newest_payloads(session: Session, entity_type: EntityType, entity_id: str, most: int) -> tuple[Payload, ...]:
    """As `list_payloads`, of at most ``most`` deliveries."""
    newest = (
        select(Delivery.id)
        .where(
            Delivery.entity_type == entity_type,
            Delivery.entity_id == entity_id,
            Delivery.outcome.is_distinct_from(Outcome.DUPLICATE),
        )
        .order_by(Delivery.received_at.desc())
        .limit(most)
    )
    query = (
        select(Delivery.id, Delivery.received_at, Delivery.payload)
        .where(Delivery.id.in_(newest), func.pg_column_size(Delivery.payload) <= LARGEST)
        .order_by(Delivery.received_at.desc())
    )
    return tuple(Payload(*row) for row in session.execute(query))
