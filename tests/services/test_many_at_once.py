"""Many processes at once: one event gives one execution, two dispatchers never start twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from domain.vocabulary import ExecutionStatus, Outcome
from services._intake import Receipt
from services.dispatch_starts import dispatch_starts
from services.get_execution import get_execution
from services.list_deliveries import list_deliveries
from services.list_executions import list_executions
from services.start_execution import StartOrder, start_execution
from tests.factories import AUTHOR, buy, make_active, make_link, make_template
from tests.services.conftest import PointTo

DUE = "UPDATE pointsman.execution_run SET next_attempt_at = now() - interval '1 minute'"


@pytest.fixture
def template(fresh_database_url: str) -> str:
    """A linked template that is on, in a database where commits count."""
    found = make_template()
    make_active(found)
    make_link(found)
    return found


def eight_times(deed: Callable[[], Receipt]) -> list[Receipt]:
    with ThreadPoolExecutor(8) as pool:
        return [future.result() for future in [pool.submit(deed) for _ in range(8)]]


@pytest.mark.usefixtures("template", "temporal_address")
def test_eight_threads_with_the_same_event_give_one_execution() -> None:
    receipts = eight_times(buy)
    assert len({receipt.execution_id for receipt in receipts}) == 1
    assert [receipt.outcome for receipt in receipts].count(Outcome.DUPLICATE) == 7
    assert [row.status for row in list_executions().rows] == [ExecutionStatus.STARTED]
    assert len(list_deliveries().rows) == 8


@pytest.mark.usefixtures("temporal_address")
def test_eight_clicks_on_the_same_start_give_one_execution(template: str) -> None:
    order = StartOrder(template, {}, "Asked for", key="click_1")
    receipts = eight_times(lambda: start_execution(order, actor=AUTHOR))
    assert len({receipt.execution_id for receipt in receipts}) == 1
    assert len(list_executions().rows) == 1


@pytest.mark.usefixtures("template", "temporal_away")
def test_two_dispatchers_at_once_share_the_work_and_start_each_once(
    fresh_database_url: str, temporal_at: PointTo, temporal_server_address: str
) -> None:
    ids = [buy(event_id=f"ev_{number}").execution_id or "" for number in range(12)]
    make_due(fresh_database_url)
    temporal_at(temporal_server_address)
    with ThreadPoolExecutor(2) as pool:
        counts = [future.result() for future in [pool.submit(dispatch_starts) for _ in range(2)]]
    found = [get_execution(execution) for execution in ids]
    assert sum(counts) == 12
    assert [(one.status, one.start_attempts) for one in found] == [(ExecutionStatus.STARTED, 2)] * 12


@pytest.mark.usefixtures("template", "temporal_away")
def test_a_claim_skips_rows_that_another_dispatcher_holds(
    fresh_database_url: str, temporal_at: PointTo, temporal_server_address: str
) -> None:
    held, free = (buy(event_id=f"ev_{number}").execution_id or "" for number in range(2))
    make_due(fresh_database_url)
    temporal_at(temporal_server_address)
    with psycopg.connect(fresh_database_url) as other:
        other.execute("SELECT FROM pointsman.execution_run WHERE execution_id = %s FOR UPDATE", [held])
        assert dispatch_starts() == 1
    assert get_execution(held).status is ExecutionStatus.CREATED
    assert get_execution(free).status is ExecutionStatus.STARTED


def make_due(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(DUE)
