"""GET /api/v1/resolve: what an entity would start, without starting it."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.v1.door import ApiRoute
from api.v1.shapes import Shape, answer, described
from domain.foresight import Foresight, Part, State
from domain.json_types import JsonObject
from domain.orders import Order
from domain.vocabulary import EntityType, ExecutionStatus, Outcome, Scope
from services.foresee_start import foresee_start

router = APIRouter(route_class=ApiRoute)
_Optional = Annotated[str | None, Query(max_length=200)]


class ChainStep(Shape):
    """One step of the chain; ``state`` obstacle stops the start."""

    part: Part
    state: State
    sentence: str


class Target(Shape):
    """What the link leads to; the version is null while the template is off."""

    link_id: str
    template_id: str
    template: str
    version_id: str | None
    version: str | None


class OpenExecution(Shape):
    """One that runs already for the same customer or service request."""

    id: str
    name: str
    status: ExecutionStatus
    created_at: datetime


class SubWorkflow(Shape):
    """One that is run from another, at ``depth``; ``problem`` tells why it could not be."""

    reference: str
    depth: int
    template_id: str | None
    template: str | None
    version_id: str | None
    version: str | None
    problem: str | None


class Chain(Shape):
    """What would start now. ``outcome`` is null where that depends on a payload which is not known."""

    entity_type: EntityType
    entity_id: str
    outcome: Outcome | None
    target: Target | None
    payload_of_delivery: str | None
    input: Any
    steps: list[ChainStep]
    running: list[OpenExecution]
    sub_workflows: list[SubWorkflow]
    sub_workflows_are_cut: bool


@router.get("/resolve", response_model=Chain, summary="What would this start?", **described(Scope.READ))
def resolve(
    entity_type: EntityType,
    entity_id: Annotated[str, Query(min_length=1, max_length=200)],
    customer_id: Annotated[str | None, Query(max_length=200, description="`customerId` of the context.")] = None,
    service_request_id: _Optional = None,
) -> Response:
    """The chain from an entity to what runs, with the payload of its newest delivery. Nothing is started or written."""
    context: JsonObject | None = {"customerId": customer_id} if customer_id else None
    return answer(_told(foresee_start(Order(entity_type, entity_id, None, context, service_request_id))))


def _told(found: Foresight) -> Chain:
    return Chain(
        entity_type=found.order.entity_type,
        entity_id=found.order.entity_id,
        outcome=found.outcome,
        target=Target.model_validate(found.target) if found.target else None,
        payload_of_delivery=found.payload_of,
        input=found.input if found.has_input else None,
        steps=[ChainStep.model_validate(step) for step in found.steps],
        running=[OpenExecution.model_validate(each) for each in found.running],
        sub_workflows=[SubWorkflow.model_validate(row) for row in found.subflows.rows],
        sub_workflows_are_cut=found.subflows.is_cut,
    )
