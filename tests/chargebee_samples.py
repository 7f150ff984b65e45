"""Events in the shape in which Chargebee sends them: API version 2, Product Catalog 2.0."""

from collections.abc import Sequence

from domain.json_types import JsonObject, JsonValue
from domain.json_values import as_object

MOMENT = 1_761_116_497
PLAN = "us-incorporation-USD-Yearly"
SEATS = "registered-agent-USD-Yearly"
CHARGE = "expedited-filing-USD"


def event(event_id: str, event_type: str, content: JsonObject, *, occurred_at: int = MOMENT) -> JsonObject:
    """An event around its content."""
    return {
        "id": event_id,
        "occurred_at": occurred_at,
        "source": "admin_console",
        "user": "ada@acme.example",
        "object": "event",
        "api_version": "v2",
        "content": content,
        "event_type": event_type,
        "webhook_status": "scheduled",
        "webhooks": [{"id": "whv2_1", "webhook_status": "scheduled", "object": "webhook"}],
    }


def subscription(
    items: Sequence[str], *, version: int = 1, status: str = "active", subscription_id: str = "sub_1"
) -> JsonObject:
    """A subscription with these item prices, the first one its plan."""
    lines: list[JsonValue] = [
        {
            "item_price_id": item,
            "item_type": _type(number, item),
            "quantity": 1,
            "unit_price": 49900,
            "amount": 49900,
            "free_quantity": 0,
            "object": "subscription_item",
        }
        for number, item in enumerate(items)
    ]
    return {
        "id": subscription_id,
        "billing_period": 1,
        "billing_period_unit": "year",
        "customer_id": f"cus_of_{subscription_id}",
        "status": status,
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "has_scheduled_changes": False,
        "resource_version": MOMENT * 1000 + version,
        "deleted": False,
        "object": "subscription",
        "currency_code": "USD",
        "subscription_items": lines,
        "due_invoices_count": 0,
    }


def _type(number: int, item: str) -> str:
    if item == CHARGE:
        return "charge"
    return "addon" if number else "plan"


def subscribed(
    event_id: str,
    items: Sequence[str] = (PLAN,),
    *,
    event_type: str = "subscription_created",
    version: int = 1,
    status: str = "active",
    subscription_id: str = "sub_1",
) -> JsonObject:
    """An event of a subscription and its customer."""
    found = subscription(items, version=version, status=status, subscription_id=subscription_id)
    return event(event_id, event_type, {"subscription": found, "customer": customer(subscription_id)})


def customer(subscription_id: str = "sub_1") -> JsonObject:
    """The customer of a subscription."""
    return {
        "id": f"cus_of_{subscription_id}",
        "first_name": "Zoë",
        "last_name": "Okafor",
        "email": "zoe@example.com",
        "company": "Okafor & Daughters Ltd",
        "auto_collection": "on",
        "resource_version": MOMENT * 1000,
        "object": "customer",
    }


def invoiced(
    event_id: str,
    charges: Sequence[str] = (CHARGE,),
    *,
    event_type: str = "invoice_generated",
    invoice_id: str = "INV-7",
    plans: Sequence[str] = (),
) -> JsonObject:
    """An event of an invoice with one-time charges, and lines of plans beside them."""
    lines: list[JsonValue] = [
        {
            "id": f"li_{number}",
            "date_from": MOMENT,
            "date_to": MOMENT,
            "unit_amount": 9900,
            "quantity": 1,
            "amount": 9900,
            "is_taxed": False,
            "object": "line_item",
            "customer_id": "cus_1",
            "description": "Expedited filing",
            "entity_type": kind,
            "entity_id": price,
        }
        for number, (kind, price) in enumerate(
            [*(("charge_item_price", each) for each in charges), *(("plan_item_price", each) for each in plans)]
        )
    ]
    invoice: JsonObject = {
        "id": invoice_id,
        "customer_id": "cus_1",
        "recurring": False,
        "status": "payment_due",
        "date": MOMENT,
        "total": 9900,
        "resource_version": MOMENT * 1000,
        "object": "invoice",
        "currency_code": "USD",
        "line_items": lines,
    }
    return event(event_id, event_type, {"invoice": invoice, "customer": {"id": "cus_1", "object": "customer"}})


def with_content(body: JsonObject, **parts: JsonValue) -> JsonObject:
    """The event with more in its content, or with something else in its place."""
    return {**body, "content": {**as_object(body["content"], "content"), **parts}}
