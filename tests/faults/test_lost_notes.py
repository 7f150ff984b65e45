"""That Temporal took a start is noted without waiting for the disk: what PostgreSQL loses of it is noted again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.vocabulary import ExecutionStatus, Outcome
from services.dispatch_starts import dispatch_starts
from services.get_execution import get_execution
from services.list_deliveries import get_delivery
from storage.database import engine, transaction
from storage.own_tables import ExecutionRun
from storage.shared_tables import utc_now
from tests.factories import buy, make_active, make_link, make_template
from tests.faults.killing.facts import eventually, runs_of, settled
from tests.faults.killing.stack import Stack, running_stack

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def stack(scratch: Path) -> Iterator[Stack]:
    with running_stack(scratch / "notes") as stack, stack.configured():
        yield stack


def write_seldom() -> None:
    """Have PostgreSQL keep what nobody waits for in memory for as long as it ever does."""
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET wal_writer_delay = '10s'")
        connection.exec_driver_sql("SELECT pg_reload_conf()")


def test_a_start_whose_note_was_lost_is_the_same_run_noted_again(stack: Stack) -> None:
    template = make_template()
    make_active(template)
    make_link(template)
    write_seldom()
    receipt = buy()
    execution_id = receipt.execution_id or ""
    assert (receipt.outcome, get_execution(execution_id).status) == (Outcome.STARTED, ExecutionStatus.STARTED)
    stack.kill("postgres")
    stack.start("postgres")
    assert settled(execution_id, ExecutionStatus.CREATED).run_id is None
    with transaction() as session:
        session.get_one(ExecutionRun, execution_id).next_attempt_at = utc_now() - timedelta(seconds=1)
    assert dispatch_starts() == 1
    [run] = eventually(lambda: runs_of(execution_id), 10, "Temporal lists the run")
    assert settled(execution_id, ExecutionStatus.STARTED).run_id == run
    delivery, _ = get_delivery(receipt.delivery_id)
    assert delivery.outcome is Outcome.STARTED
