"""What an event asks to start."""

from typing import Any

import pytest

from domain.errors import InvalidInput
from domain.orders import Order, orders_in
from domain.vocabulary import EntityType


def billed(*items: Any) -> Any:
    """An event as Chargebee sends it."""
    subscription = {"id": "sub_1", "customer_id": "cust_1", "subscription_items": [*items]}
    return {"id": "ev_1", "event_type": "subscription_created", "content": {"subscription": subscription}}


def test_a_plain_event_is_one_order() -> None:
    event: Any = {"entityType": "PRODUCT", "entityId": "gst", "payload": {"n": 1}, "context": {"customerId": "c"}}
    [order] = orders_in({**event, "serviceRequestId": "sr_1"})
    assert order == Order(EntityType.PRODUCT, "gst", {"n": 1}, {"customerId": "c"}, "sr_1")


def test_each_item_of_a_billed_event_is_an_order_once() -> None:
    event = billed({"item_price_id": "plan"}, {"item_price_id": "addon"}, {"item_price_id": "plan"}, {"no": 1}, 7)
    orders = orders_in(event)
    assert [order.entity_id for order in orders] == ["plan", "addon"]
    assert all(order.payload == event for order in orders)
    assert orders[0].context == {"customerId": "cust_1", "subscriptionId": "sub_1"}


@pytest.mark.parametrize(
    "event",
    [None, 1, "x", [], {}, {"entityType": "PRODUCT"}, {"entityType": "CAR", "entityId": "x"}, billed(),
     {"entityType": ["PRODUCT"], "entityId": "x"}, {"entityType": "PRODUCT", "entityId": ""}, {"content": {"x": 1}}],
)  # fmt: skip
def test_an_event_that_names_nothing_is_told(event: Any) -> None:
    with pytest.raises(InvalidInput, match="event: "):
        orders_in(event)
