"""What is asked to be started, as an event tells it."""

from dataclasses import dataclass

from domain.errors import InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.walk import member, members
from domain.vocabulary import EntityType


@dataclass(frozen=True)
class Order:
    """A product or service that is asked for; ``payload`` None: none is known. ``context`` is metadata for callers."""

    entity_type: EntityType
    entity_id: str
    payload: JsonValue = None
    context: JsonObject | None = None
    service_request_id: str | None = None


def plain_order(event: JsonValue) -> Order:
    """The order of an event ``{entityType, entityId, payload}``. Raises: InvalidInput for one that names no entity."""
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
