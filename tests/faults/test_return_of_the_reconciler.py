"""Everything closed while the reconciler was down: it is right again within a minute of its return.

POINTSMAN_TEST_CLOSED sets how many executions close unseen (300; the promise is made for 10,000).
"""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import text
from temporalio.client import Client

from domain.vocabulary import ExecutionStatus, RuntimeStatus
from runtime.bridge import call
from runtime.service import temporal
from runtime.starting import StartCommand
from services.list_executions import ExecutionFilter, list_executions
from services.read_drift import read_drift
from services.sweep_executions import sweep_closed
from storage.database import engine
from tests.factories import AUTHOR, make_active, make_custom_template
from tests.faults.killing.facts import eventually
from tests.faults.killing.stack import Stack, running_stack
from tests.services.team import WORKFLOW_TYPE, team_worker

CLOSED = int(os.environ.get("POINTSMAN_TEST_CLOSED", "300"))
FAILING = CLOSED // 10
QUEUE = "away"
MINUTE = 60.0

pytestmark = pytest.mark.timeout(1200)

_MADE = text("""
INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId", status)
SELECT 'away-' || n, 'Away', :version, 'STARTED' FROM generate_series(1, :last) n""")
_RUNS = text("""
INSERT INTO pointsman.execution_run (execution_id, origin, started_by, input, runtime_status, started_at,
                                     observed_at)
SELECT 'away-' || n, 'MANUAL', :actor, 'null', 'RUNNING', now(), now() FROM generate_series(1, :last) n""")


@pytest.fixture
def stack(scratch: Path) -> Iterator[Stack]:
    with running_stack(scratch / "return") as stack, stack.configured():
        yield stack


def begin() -> None:
    """As many started executions, as if a worker had started them and nobody had looked since."""
    version = make_active(make_custom_template(QUEUE, WORKFLOW_TYPE), definition={"steps": []})
    with engine().begin() as connection:
        connection.execute(_MADE, {"version": version, "last": CLOSED})
        connection.execute(_RUNS, {"actor": AUTHOR, "last": CLOSED})
    for first in range(1, CLOSED + 1, 500):
        numbers = range(first, min(first + 500, CLOSED + 1))
        answers = temporal().start_many([_command(number) for number in numbers])
        assert all(isinstance(answer, str) for answer in answers)


def _command(number: int) -> StartCommand:
    plan = "fail" if number <= FAILING else "finish"
    return StartCommand(f"away-{number}", WORKFLOW_TYPE, QUEUE, {"input": {"plan": plan}})


def closed() -> int:
    """How many Temporal's visibility knows to be closed; asked seldom, so that the server has time to close them."""

    async def ask(client: Client) -> int:
        await asyncio.sleep(0.5)
        found = await client.count_workflows(f'WorkflowType = "{WORKFLOW_TYPE}" AND ExecutionStatus != "Running"')
        return found.count

    return call(ask)


def count(status: ExecutionStatus) -> int:
    with engine().connect() as connection:
        found = connection.execute(
            text('SELECT count(*) FROM "WorkflowExecution" WHERE status = CAST(:status AS "WorkflowExecutionStatus")'),
            {"status": status.value},
        )
        return int(found.scalar_one())


def test_what_closed_while_the_reconciler_was_down_is_right_within_a_minute(stack: Stack) -> None:
    with team_worker(stack.address, QUEUE):
        begin()
        eventually(lambda: closed() == CLOSED, 900, "all are closed")
    assert count(ExecutionStatus.STARTED) == CLOSED
    back = monotonic()
    stack.start("worker")
    eventually(lambda: count(ExecutionStatus.STARTED) == 0, MINUTE, f"{CLOSED:,} statuses are right")
    print(f"{CLOSED:,} executions were right {monotonic() - back:.1f} s after the worker's return")
    assert (count(ExecutionStatus.COMPLETED), count(ExecutionStatus.FAILED)) == (CLOSED - FAILING, FAILING)
    [failed, *_] = list_executions(ExecutionFilter(statuses=(ExecutionStatus.FAILED,))).rows
    assert (failed.runtime_status, failed.failure_type) == (RuntimeStatus.FAILED, "bank")
    assert read_drift() == ()
    assert sweep_closed() == 0
