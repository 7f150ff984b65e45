"""What an event of Chargebee becomes: a delivery for each item bought, or one that says why there is none."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from sqlalchemy.orm import Session, undefer

from domain.chargebee import SOURCE, Purchase, charges_of, item_bought, item_charged, subscription_of
from domain.errors import InvalidInput
from domain.vocabulary import EntityType, Outcome
from services._billed import configured_reading, entity_of, starts_nothing, starts_work
from services._intake import Receipt, Refusal, Request, decide_and_take_in, take_in
from services._subscriptions import buys_anything, newly_bought
from services.receive_event import Event, decide_event, request_of
from storage.database import WriteSession
from storage.own_tables import InboundEvent

NOTHING_NEW = "The event tells of nothing newly bought."


def deliver(session: WriteSession, event: InboundEvent) -> list[Receipt]:
    """Open and decide every delivery that the event gives, at least one."""
    receipts, refusal = deliver_items(session, event)
    if refusal is not None:
        receipts.append(take_in(session, as_whole(event), refusal))
    return receipts


def deliver_items(
    session: WriteSession, event: InboundEvent, *, actor: str = SOURCE, reason: str | None = None
) -> tuple[list[Receipt], Refusal | None]:
    """Open and decide a delivery for each item newly bought; the refusal tells why the event itself started nothing."""
    starts = starts_work(event.type)
    try:
        with session.begin_nested():
            bought = [replace(each, reason=reason) for each in _purchases(session, event, starts)]
            requests = [(each, request_of(each, actor)) for each in bought]
    except InvalidInput as error:
        outcome = Outcome.INVALID_INPUT if starts else Outcome.IGNORED
        return [], Refusal(outcome, _unreadable(error))
    receipts = [
        decide_and_take_in(session, request, partial(decide_event, session, each)) for each, request in requests
    ]
    if not starts:
        return receipts, Refusal(Outcome.IGNORED, starts_nothing(event.type))
    return receipts, None if receipts else Refusal(Outcome.IGNORED, NOTHING_NEW)


def why_nothing(session: Session, event: InboundEvent) -> str | None:
    """Why the event would start nothing if it came now, None where it would; nothing is noted."""
    if not starts_work(event.type):
        return starts_nothing(event.type)
    try:
        subscription, charges = subscription_of(event.body, configured_reading()), charges_of(event.body)
    except InvalidInput as error:
        return _unreadable(error)
    is_new = bool(charges) or (subscription is not None and buys_anything(session, subscription))
    return None if is_new else NOTHING_NEW


def as_whole(event: InboundEvent) -> Request:
    """The event as a request that names no item."""
    return Request(SOURCE, event.source_event_id, event.body, SOURCE, inbound_event_id=event.id)


def _unreadable(error: InvalidInput) -> str:
    return f"The event cannot be read: {error}"


def _purchases(session: WriteSession, event: InboundEvent, starts: bool) -> Iterator[Event]:
    subscription = subscription_of(event.body, configured_reading())
    charges = charges_of(event.body) if starts else []
    if subscription is not None:
        for told_by, item in newly_bought(session, event, subscription, starts and subscription.is_live):
            told = session.get_one(InboundEvent, told_by, options=[undefer(InboundEvent.body)])
            yield _event(session, told, item_bought(told.body, subscription.id, item))
    for charge in sorted(charges, key=lambda each: each.line_id):
        yield _event(session, event, item_charged(event.body, charge))


def _event(session: WriteSession, told: InboundEvent, purchase: Purchase) -> Event:
    entity = entity_of(session, purchase)
    context = purchase.context
    return Event(SOURCE, purchase.key, EntityType.PRODUCT, entity, purchase.payload, context, inbound_event_id=told.id)
