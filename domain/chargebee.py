"""Reading Chargebee's events (API version 2, Product Catalog 2.0): what came, and what it says was bought."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.errors import InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.json_values import as_object, check_text, kind_of

SOURCE = "chargebee"
LONGEST_ID = 100
MOST_ITEMS = 500
_TYPE = re.compile(r"[a-z][a-z0-9_]{0,99}")
_LATEST = datetime(9999, 1, 1, tzinfo=UTC)
_HAS_ITS_ITEMS = frozenset({"active", "non_renewing", "paused"})
_TRIAL = "in_trial"
_ENDED = "cancelled"


@dataclass(frozen=True)
class Envelope:
    """What every event has. ``occurred_at`` is UTC, to the second."""

    id: str
    type: str
    occurred_at: datetime


@dataclass(frozen=True)
class Reading:
    """How statuses are read: whether a trial counts as bought, and whether cancelling gives the items back."""

    trials: bool
    reactivation_buys: bool

    def has_items(self, status: str) -> bool:
        """Whether a subscription of this status has the items that it lists."""
        if status == _TRIAL:
            return self.trials
        return status in _HAS_ITS_ITEMS or (status == _ENDED and not self.reactivation_buys)


@dataclass(frozen=True)
class Subscription:
    """A subscription at one of its versions, with the plans and addons that it has there, by item price id.

    A cancelled one may keep its items, so that reactivating it buys nothing, but starts nothing (``is_live``).
    """

    id: str
    version: int
    items: dict[str, JsonObject]
    is_live: bool


@dataclass(frozen=True)
class Charge:
    """One line of an invoice that charges an item once."""

    invoice_id: str
    line_id: str
    item_price_id: str
    line: JsonObject


@dataclass(frozen=True)
class Purchase:
    """One item that was bought, as a delivery takes it.

    ``key`` is unique among all purchases that events tell of; ``payload`` is the event with a member ``purchase``.
    ``item_id`` is the item of the price, where the event names it.
    """

    key: str
    item_price_id: str
    item_id: str | None
    payload: JsonObject
    context: JsonObject


def read_envelope(body: JsonObject) -> Envelope:
    """Check that a body is an event of Chargebee. Raises: InvalidInput that names the field."""
    _text(body, "id", "")
    kind = _text(body, "event_type", "")
    if not _TYPE.fullmatch(kind):
        raise InvalidInput("event_type", "must be a name of small letters, digits and underscores.")
    version = body.get("api_version", "v2")
    if version != "v2":
        raise InvalidInput("api_version", "must be “v2”. Set the webhook's API version in Chargebee to Version 2.")
    as_object(body.get("content"), "content")
    return Envelope(_text(body, "id", ""), kind, _moment(body))


def subscription_of(body: JsonObject, reading: Reading) -> Subscription | None:
    """The subscription that an event tells of, if any.

    Items of type charge are left out: an invoice tells when they are charged. Raises: InvalidInput.
    """
    where = "content.subscription"
    found = as_object(body["content"], "content").get("subscription")
    if found is None:
        return None
    subscription = as_object(found, where)
    if "plan_id" in subscription and "subscription_items" not in subscription:
        raise InvalidInput(where, "has a plan_id and no subscription_items: it is of Product Catalog 1.0.")
    identity = _text(subscription, "id", where)
    status = _text(subscription, "status", where)
    has_items = reading.has_items(status) and subscription.get("deleted") is not True
    items = {key: item for key, item in _items(subscription, where) if has_items}
    return Subscription(identity, _version(subscription, body), items, status != _ENDED)


def charges_of(body: JsonObject) -> list[Charge]:
    """The items that the invoice of an event charges once; none when it has no invoice. Raises: InvalidInput."""
    found = as_object(body["content"], "content").get("invoice")
    if found is None:
        return []
    invoice = as_object(found, "content.invoice")
    return list(_charges(invoice))


def customer_of(body: JsonObject) -> str | None:
    """The id of the customer, from whatever part of the event names it."""
    content = as_object(body["content"], "content")
    for part, key in (("customer", "id"), ("subscription", "customer_id"), ("invoice", "customer_id")):
        found = content.get(part)
        value = found.get(key) if isinstance(found, dict) else None
        if isinstance(value, str) and value:
            return value
    return None


def item_bought(body: JsonObject, subscription_id: str, item_price_id: str) -> Purchase:
    """The purchase of a plan or addon of the subscription that the event tells of."""
    subscription = subscription_of(body, Reading(trials=True, reactivation_buys=False))
    line = subscription.items.get(item_price_id) if subscription else None
    more: JsonObject = {"subscription_id": subscription_id}
    context: JsonObject = {"subscriptionId": subscription_id}
    return _purchase(body, f"{body['id']}/{item_price_id}", (item_price_id, line), more, context)


def item_charged(body: JsonObject, charge: Charge) -> Purchase:
    """The purchase of an item that the event's invoice charges once."""
    more: JsonObject = {"invoice_id": charge.invoice_id}
    context: JsonObject = {"invoiceId": charge.invoice_id}
    subscription_id = charge.line.get("subscription_id")
    if isinstance(subscription_id, str):
        more["subscription_id"] = context["subscriptionId"] = subscription_id
    key = f"invoice/{charge.invoice_id}/{charge.line_id}"
    return _purchase(body, key, (charge.item_price_id, charge.line), more, context)


def _purchase(
    body: JsonObject, key: str, item: tuple[str, JsonObject | None], more: JsonObject, context: JsonObject
) -> Purchase:
    (price, line), customer = item, customer_of(body)
    item_id = line.get("item_id") if line else None
    told: JsonObject = {"customer_id": customer, "item_price_id": price, **more, "line": line}
    about: JsonObject = {"customerId": customer, "eventId": body["id"], "eventType": body["event_type"], **context}
    return Purchase(
        key=key,
        item_price_id=price,
        item_id=item_id if isinstance(item_id, str) else None,
        payload={**body, "purchase": told},
        context={**about, "itemPriceId": price},
    )


def _items(subscription: JsonObject, where: str) -> Iterator[tuple[str, JsonObject]]:
    for place, item in _objects(subscription.get("subscription_items"), f"{where}.subscription_items"):
        if item.get("item_type", "plan") != "charge":
            yield _text(item, "item_price_id", place), item


def _charges(invoice: JsonObject) -> Iterator[Charge]:
    where = "content.invoice"
    for place, line in _objects(invoice.get("line_items"), f"{where}.line_items"):
        if line.get("entity_type") == "charge_item_price":
            invoice_id, line_id = _text(invoice, "id", where), _text(line, "id", place)
            yield Charge(invoice_id, line_id, _text(line, "entity_id", place), line)


def _objects(value: JsonValue, where: str) -> Iterator[tuple[str, JsonObject]]:
    if value is None:
        return
    if not isinstance(value, list):
        raise InvalidInput(where, f"must be an array, but is {kind_of(value)}.")
    if len(value) > MOST_ITEMS:
        raise InvalidInput(where, f"has {len(value):,} entries, at most {MOST_ITEMS} are accepted.")
    for number, each in enumerate(value):
        place = f"{where}[{number}]"
        yield place, as_object(each, place)


def _text(holder: JsonObject, key: str, where: str) -> str:
    place = f"{where}.{key}" if where else key
    value = holder.get(key)
    if not isinstance(value, str) or not value.strip():
        told = "is missing" if value is None else f"must be a text, but is {kind_of(value)}"
        raise InvalidInput(place, "is empty." if isinstance(value, str) else f"{told}.")
    check_text(value, place)
    if len(value) > LONGEST_ID:
        raise InvalidInput(place, f"has {len(value):,} characters, at most {LONGEST_ID} are accepted.")
    return value


def _moment(body: JsonObject) -> datetime:
    value = body.get("occurred_at")
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < _LATEST.timestamp():
        raise InvalidInput("occurred_at", "must be the moment of the event in seconds since 1970.")
    return datetime.fromtimestamp(value, UTC)


def _version(subscription: JsonObject, body: JsonObject) -> int:
    """``resource_version``, which grows with every change of the subscription; without it, the event's moment in ms."""
    value = subscription.get("resource_version")
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63:
        return value
    return int(_moment(body).timestamp() * 1000)
