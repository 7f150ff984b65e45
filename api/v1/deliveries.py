"""GET /api/v1/deliveries: every request to start something, and what came of it."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.v1.door import ApiRoute
from api.v1.shapes import Limit, Page, Shape, answer, described, links
from domain.vocabulary import EntityType, Outcome, Scope
from services.list_deliveries import get_delivery, list_deliveries

router = APIRouter(route_class=ApiRoute)


class Delivery(Shape):
    """One request. ``sourceEventId`` is, of callers of this API, the name of the token, a slash, and their key."""

    id: str
    received_at: datetime
    source: str
    source_event_id: str
    entity_type: EntityType | None
    entity_id: str | None
    outcome: Outcome | None
    execution_id: str | None
    detail: str | None


class DeliveryWithPayload(Delivery):
    """One request with all that was sent."""

    payload: Any


class Deliveries(Shape):
    """One page, newest first; ``next`` names the one after it, null at the end."""

    items: list[Delivery]
    next: str | None


@router.get("/deliveries", response_model=Deliveries, summary="List deliveries", **described(Scope.READ))
def get_deliveries(
    request: Request,
    outcome: Outcome | None = None,
    entity_id: Annotated[str | None, Query(max_length=200)] = None,
    source: Annotated[str | None, Query(max_length=200, description="`api` for callers of this API.")] = None,
    page: Page = None,
    limit: Limit = 50,
) -> Response:
    """Every request to start something, newest first."""
    listed = list_deliveries(outcome=outcome, entity_id=entity_id, source=source, older_than=page, size=limit)
    found = Deliveries(items=[Delivery.model_validate(row) for row in listed.rows], next=listed.older)
    return answer(found, headers=links(request, found.next))


@router.get(
    "/deliveries/{delivery_id}",
    response_model=DeliveryWithPayload,
    summary="One delivery",
    **described(Scope.READ, 404),
)
def get_one_delivery(delivery_id: str) -> Response:
    """One request, with what was sent."""
    row, payload = get_delivery(delivery_id)
    return answer(DeliveryWithPayload(**Delivery.model_validate(row).model_dump(), payload=payload))
