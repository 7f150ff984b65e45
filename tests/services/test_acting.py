"""Acting on a run: each request reaches Temporal, the status follows, the ledger tells who and why."""

import pytest
from sqlalchemy import Connection

from domain.errors import InvalidInput, NotAllowed, NotFound
from domain.json_types import JsonObject
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from services.cancel_execution import cancel_execution
from services.complete_task import complete_task
from services.get_execution import get_execution
from services.observe_execution import observe_execution
from services.read_ledger import read_ledger
from services.read_run import read_end
from services.send_event import send_event
from services.terminate_execution import terminate_execution
from tests.factories import AUTHOR, make_active, make_template, start
from tests.services.hostile import HOSTILE_JSON
from tests.services.team import until_closed

DECIDED: JsonObject = {"type": "com.acme.bank.decided", "data": {"granted": True}}


@pytest.fixture
def running(team_template: str) -> str:
    """An execution that waits for an event."""
    return start(team_template, {"plan": "wait"}).execution_id or ""


def statuses(execution: str) -> tuple[ExecutionStatus, RuntimeStatus | None]:
    found = get_execution(execution)
    return found.status, found.runtime_status


def test_an_event_reaches_the_run_that_waits_for_it(running: str) -> None:
    send_event(running, DECIDED, actor=AUTHOR)
    until_closed(running)
    assert read_end(running).result == {"plan": "wait", "events": [DECIDED]}


def test_a_run_that_completed_is_completed_once_it_is_observed(running: str) -> None:
    send_event(running, DECIDED, actor=AUTHOR)
    until_closed(running)
    observe_execution(running)
    assert statuses(running) == (ExecutionStatus.COMPLETED, RuntimeStatus.COMPLETED)
    assert get_execution(running).closed_at is not None


def test_a_run_that_failed_tells_the_cause(team_template: str) -> None:
    execution = start(team_template, {"plan": "fail"}).execution_id or ""
    until_closed(execution)
    observe_execution(execution)
    assert statuses(execution) == (ExecutionStatus.FAILED, RuntimeStatus.FAILED)
    assert get_execution(execution).failure == {"title": "bank", "detail": "The bank refused"}


def test_a_cancelled_run_is_failed_with_its_runtime_status_beside_it(running: str) -> None:
    cancel_execution(running, actor=AUTHOR, reason="Customer left")
    until_closed(running)
    observe_execution(running)
    assert statuses(running) == (ExecutionStatus.FAILED, RuntimeStatus.CANCELED)


def test_a_terminated_run_is_failed_at_once(running: str) -> None:
    terminate_execution(running, actor=AUTHOR, reason="Runs wild")
    assert statuses(running) == (ExecutionStatus.FAILED, RuntimeStatus.TERMINATED)


def test_each_deed_is_told_by_the_ledger(running: str) -> None:
    cancel_execution(running, actor=AUTHOR, reason="Customer left")
    row = read_ledger(subject_id=running)[0]
    assert (row.action, row.actor, row.reason) == ("execution.cancel", AUTHOR, "Customer left")


def test_the_ledger_of_one_execution_tells_nothing_of_another(running: str, team_template: str) -> None:
    other = start(team_template, {"plan": "wait"}).execution_id or ""
    cancel_execution(other, actor=AUTHOR, reason="Customer left")
    assert [row.action for row in read_ledger(subject_id=running)] == ["execution.start"]


def test_a_closed_execution_cannot_be_acted_on(running: str) -> None:
    terminate_execution(running, actor=AUTHOR, reason="Runs wild")
    with pytest.raises(NotAllowed, match="is failed; only a started execution can be acted on"):
        cancel_execution(running, actor=AUTHOR, reason="Twice")


def test_a_run_that_ended_meanwhile_is_told_and_nothing_is_noted(running: str) -> None:
    send_event(running, DECIDED, actor=AUTHOR)
    until_closed(running)
    with pytest.raises(NotFound, match="no running workflow on Temporal"):
        terminate_execution(running, actor=AUTHOR, reason="Too late")
    assert "execution.terminate" not in [row.action for row in read_ledger(subject_id=running)]


def test_what_never_started_cannot_be_acted_on(database: Connection) -> None:
    template = make_template()
    make_active(template)
    created = start(template).execution_id or ""
    with pytest.raises(NotAllowed, match="is created; only a started execution"):
        send_event(created, DECIDED, actor=AUTHOR)


def test_an_unknown_execution_is_told(database: Connection) -> None:
    with pytest.raises(NotFound, match="no execution “gone”"):
        cancel_execution("gone", actor=AUTHOR, reason="Why not")


@pytest.mark.parametrize("event", [{}, {"type": ""}, {"type": 4}, {"type": None}, {"data": {}}])
def test_an_event_needs_a_type(running: str, event: JsonObject) -> None:
    with pytest.raises(InvalidInput, match="needs a “type”"):
        send_event(running, event, actor=AUTHOR)


@pytest.mark.parametrize("hostile", HOSTILE_JSON)
def test_hostile_data_never_leaves_the_house(database: Connection, hostile: str) -> None:
    with pytest.raises(InvalidInput, match="event"):
        send_event("e", {"type": "t", "data": HOSTILE_JSON[hostile]}, actor=AUTHOR)
    with pytest.raises(InvalidInput, match="data"):
        complete_task("e", "/do/0/ask", {"a": HOSTILE_JSON[hostile]}, actor=AUTHOR)
