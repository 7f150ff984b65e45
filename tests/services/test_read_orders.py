"""What a pasted event asks to start."""

import pytest

from domain.errors import InvalidInput
from domain.vocabulary import EntityType
from services.read_orders import read_orders
from tests.chargebee_samples import PLAN, SEATS, event, subscribed, subscription

pytestmark = pytest.mark.usefixtures("database")


def test_each_item_of_a_billed_event_is_an_order_with_the_payload_of_a_real_delivery() -> None:
    plan, seats = read_orders(subscribed("ev_1", [PLAN, SEATS]))
    assert [(each.entity_type, each.entity_id) for each in (plan, seats)] == [
        (EntityType.PRODUCT, PLAN),
        (EntityType.PRODUCT, SEATS),
    ]
    assert plan.context is not None
    assert (plan.context["subscriptionId"], plan.context["itemPriceId"]) == ("sub_1", PLAN)
    assert isinstance(plan.payload, dict)
    assert isinstance(plan.payload["purchase"], dict)
    assert plan.payload["purchase"]["item_price_id"] == PLAN


def test_a_type_that_starts_no_work_says_so() -> None:
    ended = event("ev_2", "subscription_paused", {"subscription": subscription([PLAN])})
    with pytest.raises(InvalidInput, match="subscription_paused start no work"):
        read_orders(ended)


def test_an_event_without_items_says_so() -> None:
    with pytest.raises(InvalidInput, match="tells of no item"):
        read_orders(event("ev_3", "subscription_created", {"customer": {"id": "cus_1"}}))
