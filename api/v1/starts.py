"""POST /api/v1/starts: start work, for an entity or by template, once for each key."""

from typing import Annotated, Any, Self

from fastapi import APIRouter, Header
from pydantic import AfterValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from starlette.requests import Request
from starlette.responses import Response

from api.problems import Problem, pointer
from api.v1.door import ApiRoute, CallerNow
from api.v1.shapes import Shape, answer, described, header
from domain.errors import InvalidInput
from domain.ids import new_id
from domain.json_types import JsonObject
from domain.json_values import check_text
from domain.vocabulary import EntityType, Origin, Outcome, Scope
from services._intake import Receipt
from services.list_deliveries import get_delivery
from services.receive_event import Event, receive_event
from services.start_execution import StartOrder, start_execution

SOURCE = Origin.API.value.lower()
LONGEST_KEY = 120
MOST_FIELDS = 50
router = APIRouter(route_class=ApiRoute)


def _storable(text: str) -> str:
    try:
        check_text(text, "text")
    except InvalidInput as error:
        raise PydanticCustomError("text", "{what}", {"what": error.what.rstrip(".")}) from None
    return text


Text = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_storable)]
Key = Annotated[str, Field(min_length=1, max_length=LONGEST_KEY), AfterValidator(_storable)]
Reason = Annotated[str, Field(max_length=1000), AfterValidator(_storable)]


class _Asked(Shape):
    """An object of a body, with no other fields than its own."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _few_fields(cls, value: object) -> object:
        """Each foreign field is told, and thousands of them would cost seconds."""
        if isinstance(value, dict) and len(value) > MOST_FIELDS:
            raise PydanticCustomError("fields", "has more fields than there are")
        return value


class Entity(_Asked):
    """What was bought or asked for: a product of the billing software, or an entry of the service catalogue."""

    type: EntityType
    id: Text


_ABSENT: JsonObject = {name: {"type": "null"} for name in ("version", "name")}


class StartRequest(_Asked):
    """What to start: what an entity is linked to, or a template on purpose. Exactly one of the two is named."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": ["entity"], "properties": {"entity": {"type": "object"}, **_ABSENT}},
                {"required": ["templateId"], "properties": {"templateId": {"type": "string"}}},
            ]
        },
    )

    entity: Entity | None = Field(None, description="Start the active version of the template that it is linked to.")
    template_id: Text | None = Field(None, description="Start this template, whatever is linked to it.")
    version: Text | None = Field(
        None, description="Number or id of a published version. Without it, the active one. Only with `templateId`."
    )
    input: Any = Field(
        default_factory=dict,
        description="The input of the workflow; with `entity` the payload, from which the link makes the input.",
    )
    context: dict[str, Any] | None = Field(
        None, description="Facts for those who look for the execution, such as `customerId` and `subscriptionId`."
    )
    service_request_id: Text | None = Field(None, description="The backend's service request that this is done for.")
    task_group_id: Text | None = Field(None, description="The backend's task group that this is done for.")
    idempotency_key: Key | None = Field(
        None, description="The same key again starts nothing and is answered the same. Or the header Idempotency-Key."
    )
    reason: Reason | None = Field(None, description="Why, for the ledger.")
    name: Text | None = Field(None, description="Name of the execution. Only with `templateId`.")

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.entity is None) == (self.template_id is None):
            raise PydanticCustomError("one_of", "name either entity or templateId")
        if self.entity is not None and (self.version is not None or self.name is not None):
            raise PydanticCustomError("only_template", "version and name go with templateId, not with entity")
        return self


class Started(Shape):
    """What became of the request. ``outcome`` null: taken on, and started as soon as Temporal answers."""

    delivery_id: str
    execution_id: str
    outcome: Outcome | None
    detail: str | None


_DESCRIBED = described(Scope.START, 400, 409, 413, 415)
_DESCRIBED["responses"][202] = header("Location", "The execution.")


@router.post(
    "/starts",
    status_code=202,
    response_model=Started,
    summary="Start work",
    response_description="Taken on",
    **_DESCRIBED,
)
def post_start(
    request: Request,
    body: StartRequest,
    caller: CallerNow,
    idempotency_key: Annotated[Key | None, Header(description="Instead of `idempotencyKey` in the body.")] = None,
) -> Response:
    """Start the active version of what an entity is linked to, or a template on purpose.

    Taken on: 202. Refused: 422, with the delivery and its outcome. The same key again is answered as the first request
    was, and starts nothing; the same key for another request is 409. Keys belong to the name of the token.
    """
    key = _key(body.idempotency_key, idempotency_key)
    try:
        receipt = _record(body, f"{caller.name}/{key}", caller.name)
    except InvalidInput as error:
        raise _invalid(error) from None
    if receipt.outcome is None:
        receipt = request.app.state.door.attempts.make(receipt)
    return _answer(receipt)


def _key(in_body: str | None, in_header: str | None) -> str:
    if in_body is not None and in_header is not None and in_body != in_header:
        fault = {"pointer": pointer("idempotencyKey"), "detail": "is another key than that in the header."}
        raise Problem(422, "invalid-request", "Body and header have different keys.", errors=[fault])
    return in_body or in_header or new_id()


def _record(body: StartRequest, key: str, actor: str) -> Receipt:
    if body.entity is None:
        order = StartOrder(
            template_id=body.template_id or "",
            input=body.input,
            reason=body.reason,
            version_id=body.version,
            context=body.context or {},
            key=key,
            name=body.name,
            service_request_id=body.service_request_id,
            task_group_id=body.task_group_id,
        )
        return start_execution(order, actor=actor, origin=Origin.API, attempt=False)
    event = Event(
        source=SOURCE,
        event_id=key,
        entity_type=body.entity.type,
        entity_id=body.entity.id,
        payload=body.input,
        context=body.context,
        service_request_id=body.service_request_id,
        task_group_id=body.task_group_id,
        reason=body.reason,
    )
    return receive_event(event, actor=actor, attempt=False)


def _answer(receipt: Receipt) -> Response:
    place = f"/api/v1/deliveries/{receipt.delivery_id}"
    if receipt.is_other:
        detail = f"Your key belongs to another request, delivery {receipt.delivery_id}. Nothing was started."
        members = {"deliveryId": receipt.delivery_id}
        raise Problem(409, "key-used-for-another-request", detail, members=members, instance=place)
    if receipt.outcome is Outcome.DUPLICATE:
        first, _ = get_delivery(receipt.delivery_id)
        receipt = Receipt(first.id, first.outcome, first.execution_id, first.detail)
    if receipt.execution_id is None or receipt.outcome is Outcome.FAILED_TO_START:
        raise _refusal(receipt, place)
    found = Started(
        delivery_id=receipt.delivery_id,
        execution_id=receipt.execution_id,
        outcome=receipt.outcome,
        detail=receipt.detail,
    )
    return answer(found, 202, {"Location": f"/api/v1/executions/{receipt.execution_id}"})


def _refusal(receipt: Receipt, place: str) -> Problem:
    outcome = receipt.outcome or Outcome.INVALID_INPUT
    return Problem(
        422,
        outcome.lower().replace("_", "-"),
        receipt.detail or outcome,
        members={"deliveryId": receipt.delivery_id, "executionId": receipt.execution_id, "outcome": outcome},
        instance=place,
    )


_PLACES = {
    "payload": ("input",),
    "entity id": ("entity", "id"),
    "key": ("idempotencyKey",),
    "event id": ("idempotencyKey",),
    "service request id": ("serviceRequestId",),
    "task group id": ("taskGroupId",),
}


def _invalid(error: InvalidInput) -> Problem:
    place = pointer(*_PLACES.get(error.where, (error.where,)))
    return Problem(422, "invalid-request", str(error), errors=[{"pointer": place, "detail": error.what}])
