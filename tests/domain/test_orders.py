"""What an event asks to start."""

from typing import Any

import pytest

from domain.errors import InvalidInput
from domain.orders import Order, plain_order
from domain.vocabulary import EntityType


def test_a_plain_event_is_one_order() -> None:
    event: Any = {"entityType": "PRODUCT", "entityId": "gst", "payload": {"n": 1}, "context": {"customerId": "c"}}
    order = plain_order({**event, "serviceRequestId": "sr_1"})
    assert order == Order(EntityType.PRODUCT, "gst", {"n": 1}, {"customerId": "c"}, "sr_1")


@pytest.mark.parametrize(
    "event",
    [None, 1, "x", [], {}, {"entityType": "PRODUCT"}, {"entityType": "CAR", "entityId": "x"},
     {"entityType": ["PRODUCT"], "entityId": "x"}, {"entityType": "PRODUCT", "entityId": ""}],
)  # fmt: skip
def test_an_event_that_names_nothing_is_told(event: Any) -> None:
    with pytest.raises(InvalidInput, match="event: "):
        plain_order(event)
