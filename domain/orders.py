"""What an event asks to start, item by item, as far as it can be read from the event alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.errors import InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.walk import elements, member, members
from domain.vocabulary import EntityType


@dataclass(frozen=True)
class Order:
    """A product or service that is asked for; ``payload`` None: none is known. ``context`` is metadata for callers."""

    entity_type: EntityType
    entity_id: str
    payload: JsonValue = None
    context: JsonObject | None = None
    service_request_id: str | None = None


def orders_in(event: JsonValue) -> tuple[Order, ...]:
    """The orders of an event: ``{entityType, entityId, payload}``, or Chargebee's, one for each item.

    Raises: InvalidInput for an event that names no entity.
    """
    content = members(event, "content")
    found = tuple(_billed(event, content)) if content else (_plain(event),)
    if not found:
        raise InvalidInput("event", "names no item: it has no content.subscription.subscription_items.")
    return found


def _plain(event: JsonValue) -> Order:
    kind, entity_id = member(event, "entityType"), member(event, "entityId")
    if not isinstance(kind, str) or kind not in set(EntityType) or not isinstance(entity_id, str) or not entity_id:
        raise InvalidInput(
            "event", f"must have entityType ({' or '.join(EntityType)}) and entityId, or be one of Chargebee's."
        )
    request = member(event, "serviceRequestId")
    return Order(
        EntityType(kind),
        entity_id,
        member(event, "payload"),
        members(event, "context") or None,
        request if isinstance(request, str) else None,
    )


def _billed(event: JsonValue, content: JsonObject) -> Iterator[Order]:
    subscription = members(content, "subscription")
    ids = {"customerId": subscription.get("customer_id"), "subscriptionId": subscription.get("id")}
    context: JsonObject = {key: value for key, value in ids.items() if isinstance(value, str)}
    named = (member(item, "item_price_id") for item in elements(subscription.get("subscription_items")))
    for item in dict.fromkeys(each for each in named if isinstance(each, str) and each):
        yield Order(EntityType.PRODUCT, item, event, context or None)
