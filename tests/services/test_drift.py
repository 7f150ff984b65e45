"""Drift is listed by kind and mended on purpose, by what Temporal says at that moment."""

import pytest
from sqlalchemy import Connection, text

from domain.errors import Conflict, InvalidInput, NotAllowed
from domain.vocabulary import ExecutionStatus as Status
from domain.vocabulary import RuntimeStatus as Runtime
from runtime.service import temporal
from services.find_strangers import end_stranger, find_strangers
from services.fix_drift import Seen, fix_drift
from services.get_execution import get_execution
from services.list_executions import ExecutionFilter, list_executions
from services.read_drift import read_drift
from services.read_ledger import read_ledger
from storage.database import engine
from tests.factories import AUTHOR, make_active, make_template, start
from tests.services.conftest import until_true
from tests.services.team import until_closed


@pytest.fixture
def running(team_template: str) -> str:
    return start(team_template, {"plan": "wait"}).execution_id or ""


def store(database: Connection, execution: str, status: Status, seen: Runtime) -> None:
    """As if this was stored an hour ago."""
    moved = 'UPDATE "WorkflowExecution" SET status = CAST(:status AS "WorkflowExecutionStatus") WHERE id = :id'
    database.execute(text(moved), {"status": status.value, "id": execution})
    told = """UPDATE pointsman.execution_run SET runtime_status = :seen, observed_at = now() - interval '1 hour'
              WHERE execution_id = :id"""
    database.execute(text(told), {"seen": seen.value, "id": execution})


def mend(execution: str, status: Status, seen: Runtime) -> str:
    return fix_drift(execution, Seen(status, seen), actor=AUTHOR, reason="Looked at it")


def statuses(execution: str) -> tuple[Status, Runtime | None]:
    found = get_execution(execution)
    return found.status, found.runtime_status


def test_drift_is_told_by_kind_and_agrees_with_the_list(running: str, database: Connection) -> None:
    store(database, running, Status.COMPLETED, Runtime.RUNNING)
    [kind] = read_drift()
    assert (kind.status, kind.runtime_status, kind.count, kind.has_fix) == (Status.COMPLETED, Runtime.RUNNING, 1, False)
    assert [row.id for row in list_executions(ExecutionFilter(drifting=True)).rows] == [running]


def test_a_failed_execution_that_runs_again_is_started(running: str, database: Connection) -> None:
    store(database, running, Status.FAILED, Runtime.RUNNING)
    assert mend(running, Status.FAILED, Runtime.RUNNING) == "Let the status follow: failed → started."
    assert statuses(running) == (Status.STARTED, Runtime.RUNNING)
    row = read_ledger(subject_id=running)[0]
    assert (row.action, row.actor, row.reason) == ("execution.fix_drift", AUTHOR, "Looked at it")
    assert read_drift() == ()


@pytest.mark.parametrize(
    ("plan", "stored", "seen", "after"),
    [
        ("finish", Status.FAILED, Runtime.COMPLETED, Status.COMPLETED),
        ("finish", Status.FAILED_TO_START, Runtime.COMPLETED, Status.COMPLETED),
        ("fail", Status.STARTED, Runtime.FAILED, Status.FAILED),
    ],
)
def test_a_run_that_closed_is_followed(
    team_template: str, database: Connection, plan: str, stored: Status, seen: Runtime, after: Status
) -> None:
    execution = start(team_template, {"plan": plan}).execution_id or ""
    until_closed(execution)
    store(database, execution, stored, seen)
    mend(execution, stored, seen)
    assert statuses(execution) == (after, seen)
    assert (get_execution(execution).failure is None) == (after is Status.COMPLETED)


def test_a_run_that_temporal_does_not_know_counts_as_failed(running: str, database: Connection) -> None:
    database.execute(text("""UPDATE "WorkflowExecution" SET id = 'lost'"""))
    store(database, "lost", Status.STARTED, Runtime.NOT_FOUND)
    mend("lost", Status.STARTED, Runtime.NOT_FOUND)
    assert statuses("lost") == (Status.FAILED, Runtime.NOT_FOUND)
    assert (get_execution("lost").failure or {})["title"] == "Lost"
    assert not get_execution("lost").is_drifting


def test_what_temporal_says_otherwise_now_is_not_overwritten(running: str, database: Connection) -> None:
    store(database, running, Status.FAILED, Runtime.COMPLETED)
    with pytest.raises(Conflict, match="Temporal says “RUNNING” now"):
        mend(running, Status.FAILED, Runtime.COMPLETED)
    store(database, running, Status.FAILED, Runtime.RUNNING)
    with pytest.raises(Conflict, match="Its status is failed now"):
        mend(running, Status.CREATED, Runtime.RUNNING)
    assert get_execution(running).status is Status.FAILED


def test_completed_is_never_left_and_agreement_needs_no_fix(running: str, database: Connection) -> None:
    with pytest.raises(NotAllowed, match="agree"):
        mend(running, Status.STARTED, Runtime.RUNNING)
    store(database, running, Status.COMPLETED, Runtime.RUNNING)
    with pytest.raises(NotAllowed, match="stays completed"):
        mend(running, Status.COMPLETED, Runtime.RUNNING)
    with pytest.raises(InvalidInput, match="reason"):
        fix_drift(running, Seen(Status.COMPLETED, Runtime.RUNNING), actor=AUTHOR, reason="")


def test_a_workflow_that_no_execution_stands_for_is_found_and_can_be_ended(
    fresh_database_url: str, temporal_address: str
) -> None:
    template = make_template()
    make_active(template)
    known = start(template).execution_id or ""
    until_true(lambda: known in {each.workflow_id for each in temporal().running("open-workflow", 1000)})
    strangers = {each.workflow_id for each in find_strangers()}
    assert known not in strangers
    with pytest.raises(NotAllowed, match="An execution stands for it"):
        end_stranger(known, actor=AUTHOR, reason="x")
    database_forgets(known)
    assert known in {each.workflow_id for each in find_strangers()}
    end_stranger(known, actor=AUTHOR, reason="Nobody knows it")
    assert temporal().describe(known).runtime_status is Runtime.TERMINATED
    deed = read_ledger(subject_id=known)[0]
    assert (deed.action, deed.reason) == ("workflow.terminate", "Nobody knows it")


def database_forgets(execution: str) -> None:
    with engine().begin() as connection:
        connection.execute(text("UPDATE \"WorkflowExecution\" SET id = 'renamed' WHERE id = :id"), {"id": execution})
