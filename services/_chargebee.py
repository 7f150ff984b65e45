"""What an event of Chargebee becomes: a delivery for each item bought, or one that says why there is none."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import undefer

from domain.chargebee import SOURCE, Charge, Reading, charges_of, customer_of, subscription_of
from domain.chargebee_types import listed_types
from domain.errors import InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.settings import get_settings
from domain.vocabulary import EntityType, Outcome
from services._intake import Receipt, Request, open_delivery, refuse
from services._subscriptions import newly_bought
from services.receive_event import Event, decide_event, request_of
from storage.database import WriteSession
from storage.own_tables import InboundEvent
from storage.shared_tables import WorkflowTemplateLink


def deliver(session: WriteSession, event: InboundEvent) -> list[Receipt]:
    """Open and decide every delivery that the event gives, at least one."""
    starts = event.type in listed_types(get_settings().chargebee_events)
    try:
        with session.begin_nested():
            requests = [(each, request_of(each, SOURCE)) for each in _purchases(session, event, starts)]
    except InvalidInput as error:
        outcome = Outcome.INVALID_INPUT if starts else Outcome.IGNORED
        return [_without_items(session, event, outcome, f"The event cannot be read: {error}")]
    receipts = [_opened(session, each, request) for each, request in requests]
    if not starts:
        receipts.append(_without_items(session, event, Outcome.IGNORED, _starts_nothing(event.type)))
    elif not receipts:
        receipts.append(_without_items(session, event, Outcome.IGNORED, "The event tells of nothing newly bought."))
    return receipts


def _starts_nothing(kind: str) -> str:
    return f"Events of type {kind} start no work. See POINTSMAN_CHARGEBEE_EVENTS."


def _opened(session: WriteSession, event: Event, request: Request) -> Receipt:
    delivery = open_delivery(session, request)
    return delivery if isinstance(delivery, Receipt) else decide_event(session, delivery, request, event)


def _without_items(session: WriteSession, event: InboundEvent, outcome: Outcome, detail: str) -> Receipt:
    request = Request(SOURCE, event.source_event_id, event.body, SOURCE, inbound_event_id=event.id)
    delivery = open_delivery(session, request)
    return delivery if isinstance(delivery, Receipt) else refuse(delivery, outcome, detail)


def _purchases(session: WriteSession, event: InboundEvent, starts: bool) -> Iterator[Event]:
    settings = get_settings()
    reading = Reading(settings.chargebee_trials, "subscription_reactivated" in listed_types(settings.chargebee_events))
    subscription = subscription_of(event.body, reading)
    charges = charges_of(event.body) if starts else []
    if subscription is not None:
        for told, item in newly_bought(session, event, subscription, starts and subscription.is_live):
            yield _subscribed(session, told, subscription.id, item)
    for charge in sorted(charges, key=lambda each: each.line_id):
        yield _charged(session, event, charge)


def _subscribed(session: WriteSession, event_id: str, subscription_id: str, item: str) -> Event:
    """The purchase of an item, told by the event that it starts from: this one, or an earlier or later one."""
    told = session.get_one(InboundEvent, event_id, options=[undefer(InboundEvent.body)])
    subscription = subscription_of(told.body, Reading(trials=True, reactivation_buys=False))
    line = subscription.items.get(item) if subscription else None
    purchase: JsonObject = {"item_price_id": item, "subscription_id": subscription_id, "line": line}
    context: JsonObject = {"subscriptionId": subscription_id, "itemPriceId": item}
    return _event(session, told, f"{told.source_event_id}/{item}", purchase, context)


def _charged(session: WriteSession, event: InboundEvent, charge: Charge) -> Event:
    of = charge.line.get("subscription_id")
    purchase: JsonObject = {"item_price_id": charge.item_price_id, "invoice_id": charge.invoice_id, "line": charge.line}
    context: JsonObject = {"invoiceId": charge.invoice_id, "itemPriceId": charge.item_price_id}
    if isinstance(of, str):
        purchase["subscription_id"] = context["subscriptionId"] = of
    return _event(session, event, f"invoice/{charge.invoice_id}/{charge.line_id}", purchase, context)


def _event(session: WriteSession, told: InboundEvent, key: str, purchase: JsonObject, context: JsonObject) -> Event:
    customer: JsonValue = customer_of(told.body)
    context = {"customerId": customer, "eventId": told.source_event_id, "eventType": told.type, **context}
    payload: JsonObject = {**told.body, "purchase": {"customer_id": customer, **purchase}}
    entity = _linked(session, purchase)
    return Event(SOURCE, key, EntityType.PRODUCT, entity, payload, context, inbound_event_id=told.id)


def _linked(session: WriteSession, purchase: JsonObject) -> str:
    """The item price; its item where only that one is linked, and the event names it."""
    price, line = str(purchase["item_price_id"]), purchase.get("line")
    item = line.get("item_id") if isinstance(line, dict) else None
    if not isinstance(item, str):
        return price
    link = WorkflowTemplateLink
    query = select(link.entity_id).where(link.entity_type == EntityType.PRODUCT, link.entity_id.in_([price, item]))
    linked = set(session.scalars(query))
    return item if item in linked and price not in linked else price
