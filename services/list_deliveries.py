"""Deliveries: every request to start something, whatever came of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, tuple_

from domain.errors import NotFound
from domain.json_types import JsonValue
from domain.vocabulary import EntityType, Outcome
from services._keyset import cursor_of, position_of
from storage.database import reading
from storage.own_tables import Delivery


@dataclass(frozen=True)
class DeliveryRow:
    """One request; ``outcome`` None means that its execution is on its way to Temporal. Times are UTC."""

    id: str
    received_at: datetime
    source: str
    source_event_id: str
    entity_type: EntityType | None
    entity_id: str | None
    outcome: Outcome | None
    execution_id: str | None
    detail: str | None


@dataclass(frozen=True)
class DeliveryPage:
    """Rows, newest first; ``older`` is the cursor of the next page, None at the end."""

    rows: tuple[DeliveryRow, ...]
    older: str | None


def list_deliveries(
    *,
    outcome: Outcome | None = None,
    entity_id: str | None = None,
    source: str | None = None,
    template_id: str | None = None,
    received_from: datetime | None = None,
    received_before: datetime | None = None,
    older_than: str | None = None,
    size: int = 50,
) -> DeliveryPage:
    """One page of deliveries; ``template_id`` is what they started or would have.

    Raises: InvalidInput for a cursor that is none.
    """
    delivery = Delivery
    query = select(*_COLUMNS).order_by(delivery.received_at.desc(), delivery.id.desc()).limit(size + 1)
    exactly = (
        (delivery.outcome, outcome),
        (delivery.entity_id, entity_id),
        (delivery.source, source),
        (delivery.template_id, template_id),
    )
    query = query.where(*(column == value for column, value in exactly if value))
    if received_from is not None:
        query = query.where(delivery.received_at >= received_from)
    if received_before is not None:
        query = query.where(delivery.received_at < received_before)
    if older_than:
        query = query.where(tuple_(delivery.received_at, delivery.id) < position_of(older_than))
    with reading() as session:
        rows = [DeliveryRow(**row) for row in session.execute(query).mappings()]
    older = cursor_of(rows[size - 1].received_at, rows[size - 1].id) if len(rows) > size else None
    return DeliveryPage(tuple(rows[:size]), older)


def get_delivery(delivery_id: str) -> tuple[DeliveryRow, JsonValue]:
    """One delivery and the payload that came with it. Raises: NotFound."""
    query = select(*_COLUMNS, Delivery.payload).where(Delivery.id == delivery_id)
    with reading() as session:
        found = session.execute(query).mappings().one_or_none()
    if found is None:
        raise NotFound("delivery", delivery_id)
    values = dict(found)
    payload = values.pop("payload")
    return DeliveryRow(**values), payload


_COLUMNS = (
    Delivery.id,
    Delivery.received_at,
    Delivery.source,
    Delivery.source_event_id,
    Delivery.entity_type,
    Delivery.entity_id,
    Delivery.outcome,
    Delivery.execution_id,
    Delivery.detail,
)
