"""Take in a purchase or a service request and start what its link says."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from domain.json_types import JsonObject, JsonValue
from domain.json_values import MAX_CONTEXT_BYTES, check_json
from domain.vocabulary import EntityType, Origin, Outcome
from services._intake import Grounds, Receipt, Refusal, Request, Start, decide_and_take_in
from services._remembered import Remembered
from services._routes import NoInput, Route, input_of, route_of
from services._service_requests import unknown_reference
from services._words import optional, required
from services.attempt_start import start_recorded
from storage.database import single_statements


@dataclass(frozen=True)
class Event:
    """A purchase or service request: ``event_id`` is unique within its ``source``; ``payload`` is what was sent."""

    source: str
    event_id: str
    entity_type: EntityType
    entity_id: str
    payload: JsonValue
    context: JsonObject | None = None
    service_request_id: str | None = None
    task_group_id: str | None = None
    reason: str | None = None
    inbound_event_id: str | None = None


def receive_event(event: Event, *, actor: str, attempt: bool = True) -> Receipt:
    """Record the event as a delivery and start the active version of the template that its entity is linked to.

    Link, template and active version are resolved once, in the transaction that makes the execution (rule 9). An
    event never fails silently: the receipt and its delivery tell NO_LINK, LINK_DISABLED, NO_ACTIVE_VERSION,
    INVALID_INPUT, DUPLICATE, FAILED_TO_START or STARTED. Without ``attempt`` it is only recorded: the caller, or else
    the dispatcher, starts it. Raises: InvalidInput for an event that cannot be kept.
    """
    request = request_of(event, actor)
    with single_statements() as session:
        receipt = decide_and_take_in(session, request, partial(decide_event, session, event))
    return start_recorded(receipt) if attempt else receipt


def request_of(event: Event, actor: str) -> Request:
    """The event as a request, checked. Raises: InvalidInput for an event that cannot be kept."""
    check_json(event.payload, "payload")
    check_json(event.context, "context", MAX_CONTEXT_BYTES)
    entity = (event.entity_type, required(event.entity_id, "entity id"))
    source, event_id = required(event.source, "source"), required(event.event_id, "event id")
    return Request(
        source=source,
        event_id=event_id,
        payload=event.payload,
        actor=actor,
        entity=entity,
        reason=optional(event.reason, "reason", 1000),
        asked=_asked(event),
        inbound_event_id=event.inbound_event_id,
    )


def _asked(event: Event) -> JsonObject:
    return {
        "context": event.context,
        "serviceRequestId": optional(event.service_request_id, "service request id"),
        "taskGroupId": optional(event.task_group_id, "task group id"),
    }


_routes: Remembered[Route | None] = Remembered()


def decide_event(session: Session, event: Event, fresh: bool = True) -> Start | Refusal:
    """What the event's link starts, or why nothing; unless ``fresh``, by what was found for the last one."""
    entity = event.entity_type, event.entity_id
    route = _routes.find(entity, lambda: route_of(session, *entity), fresh=fresh)
    if route is None:
        return Refusal(Outcome.NO_LINK, f"“{event.entity_id}” is linked to no template.")
    template = route.template_id
    if not route.enabled:
        return Refusal(Outcome.LINK_DISABLED, f"The link to “{route.template_name}” is disabled.", template)
    if route.version is None:
        return Refusal(Outcome.NO_ACTIVE_VERSION, f"“{route.template_name}” has no active version.", template)
    try:
        value = input_of(route.expression, event.payload)
    except NoInput as error:
        return Refusal(Outcome.INVALID_INPUT, str(error), template)
    references = event.service_request_id, event.task_group_id
    rules = route.version.rules(session)
    refusal = unknown_reference(session, *references) or rules.refusal(value, event.context)
    if refusal:
        return Refusal(Outcome.INVALID_INPUT, refusal, template)
    name = f"{route.template_name} · {event.entity_id}"
    grounds = Grounds(route.link_id, route.expression)
    return Start(name, route.version, rules, value, event.context, Origin.LINK, references=references, grounds=grounds)
