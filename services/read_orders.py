"""What an event asks to start, item by item, without starting it."""

from collections.abc import Iterator

from domain.chargebee import (
    Purchase,
    charges_of,
    item_bought,
    item_charged,
    read_envelope,
    subscription_of,
)
from domain.errors import InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.orders import Order, plain_order
from domain.vocabulary import EntityType
from services._billed import configured_reading, entity_of, starts_nothing, starts_work
from storage.database import reading


def read_orders(event: JsonValue) -> tuple[Order, ...]:
    """The orders of an event: ``{entityType, entityId, payload}``, or Chargebee's, one for each item it tells of.

    A real event of Chargebee starts only what is newly bought; what an earlier one started is told here all the same.
    Raises: InvalidInput for an event that names no entity, or whose type starts no work.
    """
    if not isinstance(event, dict) or "content" not in event:
        return (plain_order(event),)
    found = _bought(event)
    with reading() as session:
        return tuple(Order(EntityType.PRODUCT, entity_of(session, each), each.payload, each.context) for each in found)


def _bought(event: JsonObject) -> list[Purchase]:
    try:
        kind = read_envelope(event).type
        found = list(_purchases(event)) if starts_work(kind) else None
    except InvalidInput as error:
        raise InvalidInput(f"event.{error.where}", error.what) from None
    if found is None:
        raise InvalidInput("event", starts_nothing(kind))
    if not found:
        raise InvalidInput("event", "tells of no item that was bought: it has no live subscription and no charge.")
    return found


def _purchases(event: JsonObject) -> Iterator[Purchase]:
    subscription = subscription_of(event, configured_reading())
    if subscription is not None and subscription.is_live:
        for item in subscription.items:
            yield item_bought(event, subscription.id, item)
    for charge in charges_of(event):
        yield item_charged(event, charge)
