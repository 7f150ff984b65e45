"""Decide a refused delivery again, after what was wrong has been put right."""

from dataclasses import dataclass, replace

from domain.errors import InvalidInput, NotAllowed
from domain.json_types import JsonObject, JsonValue
from domain.json_values import check_json
from domain.retrying import CORRECTABLE
from domain.vocabulary import EntityType, Origin, Outcome
from services._deliveries import check_again, locked, stands_for_event, told
from services._intake import Receipt, Request, take_in_again
from services._ledger import record
from services._reruns import Rerun, bind, claim
from services._words import required
from services.attempt_start import start_recorded
from services.receive_event import Event, decide_event
from services.retry_start import reopen
from services.start_execution import StartOrder, decide_order
from storage.database import WriteSession, transaction
from storage.own_tables import Delivery


@dataclass(frozen=True)
class Correction:
    """What is to stand in place of the payload."""

    payload: JsonValue


def retry_delivery(
    delivery_id: str, *, seen: Outcome | None, actor: str, reason: str, correction: Correction | None = None
) -> Receipt:
    """Decide the same request anew: by the link, template and active version of now, or start its execution again.

    ``seen`` is the outcome that the person acts on: of two at once, one decides and the other is told. A correction is
    taken for INVALID_INPUT alone; what stood there before goes into the ledger. The key of the delivery stays, so that
    its sender's copies stay harmless. Raises: NotFound, Conflict, NotAllowed, InvalidInput, and what
    `start_execution` raises for an order of a person.
    """
    reason = required(reason, "reason", 1000)
    with transaction() as session:
        delivery = locked(session, delivery_id, seen)
        if stands_for_event(delivery):
            raise NotAllowed("It stands for an event as a whole, which is read anew as such.")
        check_again(session, delivery, keeps_request=delivery.request is not None)
        if correction is not None:
            _check_correction(delivery, correction)
        before = _told(delivery, correction)
        receipt = _again(session, delivery, actor, reason, correction)
        after = _told(delivery, correction)
        subject = ("delivery", delivery.id)
        record(
            session,
            actor,
            "delivery.retry",
            subject,
            template_id=delivery.template_id,
            before=before,
            after=after,
            reason=reason,
        )
    return start_recorded(receipt)


def _check_correction(delivery: Delivery, correction: Correction) -> None:
    if delivery.outcome not in CORRECTABLE:
        raise InvalidInput("payload", "only what was refused as invalid input can be corrected.")
    check_json(correction.payload, "payload")


def _told(delivery: Delivery, correction: Correction | None) -> JsonObject:
    return told(delivery) | ({} if correction is None else {"payload": delivery.payload})


def _again(
    session: WriteSession, delivery: Delivery, actor: str, reason: str, correction: Correction | None
) -> Receipt:
    if delivery.outcome is Outcome.FAILED_TO_START and delivery.execution_id is not None:
        reopen(session, delivery.execution_id)
        return Receipt(delivery.id, None, delivery.execution_id)
    request = _request(delivery, actor, reason)
    if correction is not None:
        request = replace(request, payload=correction.payload)
    if request.entity is not None:
        decision = decide_event(session, _event(request, *request.entity))
        receipt = take_in_again(session, delivery.id, replace(request, template_id=None), decision)
    else:
        order = _order(request)
        if order.rerun:
            claim(session, order.rerun)
        decision = decide_order(session, order, _origin(request.source))
        receipt = take_in_again(session, delivery.id, request, decision)
        if order.rerun:
            bind(session, order.rerun, receipt, request)
    session.refresh(delivery, ["payload", "outcome", "detail", "template_id", "execution_id"])
    return receipt


def _request(delivery: Delivery, actor: str, reason: str) -> Request:
    kind, entity_id = delivery.entity_type, delivery.entity_id
    return Request(
        source=delivery.source,
        event_id=delivery.source_event_id,
        payload=delivery.payload,
        actor=actor,
        entity=(kind, entity_id) if kind is not None and entity_id is not None else None,
        reason=reason,
        asked=delivery.request or {},
        template_id=delivery.template_id,
        inbound_event_id=delivery.inbound_event_id,
    )


def _event(request: Request, kind: EntityType, entity_id: str) -> Event:
    return Event(
        source=request.source,
        event_id=request.event_id,
        entity_type=kind,
        entity_id=entity_id,
        payload=request.payload,
        context=_object(request, "context"),
        service_request_id=_text(request, "serviceRequestId"),
        task_group_id=_text(request, "taskGroupId"),
        reason=request.reason,
        inbound_event_id=request.inbound_event_id,
    )


def _order(request: Request) -> StartOrder:
    return StartOrder(
        template_id=request.template_id or "",
        input=request.payload,
        reason=request.reason or "",
        version_id=_text(request, "versionId"),
        context=_object(request, "context") or {},
        key=request.event_id,
        test=request.asked.get("test") is True,
        name=_text(request, "name"),
        service_request_id=_text(request, "serviceRequestId"),
        task_group_id=_text(request, "taskGroupId"),
        rerun=Rerun(again) if (again := _text(request, "rerunOf")) else None,
    )


def _origin(source: str) -> Origin:
    """What an order came by: its delivery's source; a source of a later time counts as a program."""
    return Origin(source.upper()) if source.upper() in set(Origin) else Origin.API


def _text(request: Request, key: str) -> str | None:
    value = request.asked.get(key)
    return value if isinstance(value, str) else None


def _object(request: Request, key: str) -> JsonObject | None:
    value = request.asked.get(key)
    return value if isinstance(value, dict) else None
