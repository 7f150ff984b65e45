"""An address says the same filter on the page, in its CSV and in a saved view; nonsense in it says nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.vocabulary import EntityType, ExecutionStatus, RuntimeStatus
from services.execution_address import NAMES, filter_of, order_of
from services.list_executions import ExecutionFilter, Order


def test_every_kind_of_condition_is_read() -> None:
    found = filter_of(
        {
            "status": "FAILED,STARTED",
            "runtime": "CANCELED",
            "entity_type": "PRODUCT",
            "customer": "cus_1",
            "roots": "yes",
            "longer": "60",
            "contains": '{"a": 1}',
            "text": "order",
        }
    )
    assert found == ExecutionFilter(
        statuses=(ExecutionStatus.STARTED, ExecutionStatus.FAILED),
        runtime_status=RuntimeStatus.CANCELED,
        entity_type=EntityType.PRODUCT,
        customer_id="cus_1",
        roots_only=True,
        took_from=timedelta(minutes=1),
        contains={"a": 1},
        text="order",
    )


def test_days_are_those_of_the_zone() -> None:
    found = filter_of({"from": "2026-03-29", "to": "2026-03-29", "zone": "Europe/Berlin"})
    assert found.created_from == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert found.created_before == datetime(2026, 3, 29, 22, tzinfo=UTC)


def test_a_relative_time_is_counted_from_now() -> None:
    found = filter_of({"time": "24h", "from": "2020-01-01"})
    assert found.created_from is not None
    assert abs(datetime.now(UTC) - timedelta(days=1) - found.created_from) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("", Order()),
        ("name", Order("name", False)),
        ("-took_ms", Order("took_ms")),
        ("terms", Order()),
        ("--name", Order()),
    ],
)
def test_the_order_is_read(asked: str, order: Order) -> None:
    assert order_of({"sort": asked}) == order


NONSENSE = st.text(max_size=40) | st.sampled_from(
    ["9" * 30, "²", "0001-01-01", "9999-12-31", "../etc", "[" * 2000, "NaN", '{"a": NaN}']
)


@given(address=st.dictionaries(st.sampled_from([*NAMES, "sort"]), NONSENSE, max_size=8))
def test_no_address_is_an_error(address: dict[str, str]) -> None:
    filter_of(address)
    order_of(address)
