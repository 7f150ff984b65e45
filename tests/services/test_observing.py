"""Observations: newer ones move the status forward, older ones and repeated ones change nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from domain.executions import Observation, expected_status
from domain.json_types import JsonObject
from domain.vocabulary import ExecutionStatus, Outcome, RuntimeStatus
from services._observe import apply_observation
from services.get_execution import ExecutionDetail, get_execution
from services.list_deliveries import get_delivery
from services.report_execution import report_ended, report_started, report_waiting
from storage.database import transaction
from tests.factories import make_active, make_template, start

NOW = datetime.now(UTC)
FAULT: JsonObject = {"title": "Bank refused", "status": 500}


@pytest.fixture
def created(database: Connection) -> str:
    """An execution that Temporal has not taken yet."""
    template = make_template()
    make_active(template)
    return start(template).execution_id or ""


@pytest.fixture
def started(created: str) -> str:
    """An execution whose run the engine reported."""
    report_started(created, "run-1", NOW)
    return created


@pytest.fixture
def completed(started: str) -> str:
    """An execution whose end the engine reported."""
    report_ended(started, "run-1", RuntimeStatus.COMPLETED, NOW + timedelta(seconds=5), None)
    return started


def see(execution_id: str, status: RuntimeStatus, *, ago: timedelta = timedelta(0), run_id: str = "run-1") -> bool:
    seen = Observation(status, datetime.now(UTC) - ago, run_id=run_id)
    with transaction() as session:
        return apply_observation(session, execution_id, seen)


def told(execution_id: str) -> tuple[ExecutionStatus, RuntimeStatus | None]:
    found = get_execution(execution_id)
    return found.status, found.runtime_status


def test_a_reported_start_makes_it_started_and_ends_the_attempts(started: str) -> None:
    found = get_execution(started)
    assert (found.status, found.run_id, found.next_attempt_at) == (ExecutionStatus.STARTED, "run-1", None)
    assert get_delivery(found.delivery_id or "")[0].outcome is Outcome.STARTED


def test_a_reported_end_closes_it(completed: str) -> None:
    found = get_execution(completed)
    assert told(completed) == (ExecutionStatus.COMPLETED, RuntimeStatus.COMPLETED)
    assert found.closed_at == NOW + timedelta(seconds=5)


def test_a_failure_is_kept_as_it_was_reported(started: str) -> None:
    report_ended(started, "run-1", RuntimeStatus.FAILED, NOW, FAULT)
    assert get_execution(started).failure == FAULT


def test_a_failure_survives_a_later_reading_that_knows_no_cause(started: str) -> None:
    report_ended(started, "run-1", RuntimeStatus.FAILED, NOW, FAULT)
    report_ended(started, "run-1", RuntimeStatus.FAILED, NOW, None)
    assert get_execution(started).failure == FAULT


def test_the_failure_of_a_run_is_not_told_of_the_next_one(started: str) -> None:
    report_ended(started, "run-1", RuntimeStatus.FAILED, NOW, FAULT)
    report_ended(started, "run-2", RuntimeStatus.COMPLETED, NOW + timedelta(seconds=5), None)
    assert get_execution(started).failure is None


def test_a_repeated_report_changes_nothing(completed: str) -> None:
    before = get_execution(completed)
    report_ended(completed, "run-1", RuntimeStatus.COMPLETED, NOW + timedelta(seconds=5), None)
    after = get_execution(completed)
    assert unobserved(after) == unobserved(before)


def test_an_end_that_arrives_before_its_start_stays_the_end(created: str) -> None:
    report_ended(created, "run-1", RuntimeStatus.COMPLETED, NOW, None)
    report_started(created, "run-1", NOW)
    assert told(created) == (ExecutionStatus.COMPLETED, RuntimeStatus.COMPLETED)


def test_a_newer_reading_of_a_closed_run_as_running_is_an_echo(completed: str) -> None:
    see(completed, RuntimeStatus.RUNNING)
    assert told(completed) == (ExecutionStatus.COMPLETED, RuntimeStatus.COMPLETED)


def test_a_reading_older_than_what_is_known_changes_nothing(started: str) -> None:
    assert not see(started, RuntimeStatus.TERMINATED, ago=timedelta(minutes=1))
    assert told(started) == (ExecutionStatus.STARTED, RuntimeStatus.RUNNING)


@pytest.mark.parametrize("status", RuntimeStatus)
def test_nothing_that_is_seen_leaves_a_terminal_status(completed: str, status: RuntimeStatus) -> None:
    assert not see(completed, status)
    assert get_execution(completed).status is ExecutionStatus.COMPLETED


def test_a_closed_run_that_temporal_has_forgotten_stays_as_it_was(completed: str) -> None:
    see(completed, RuntimeStatus.NOT_FOUND)
    assert told(completed) == (ExecutionStatus.COMPLETED, RuntimeStatus.COMPLETED)
    assert not get_execution(completed).is_drifting


def test_a_started_run_that_temporal_does_not_know_drifts(started: str) -> None:
    see(started, RuntimeStatus.NOT_FOUND)
    assert told(started) == (ExecutionStatus.STARTED, RuntimeStatus.NOT_FOUND)
    assert get_execution(started).is_drifting


def test_a_reset_outside_is_shown_as_drift_not_followed(completed: str) -> None:
    see(completed, RuntimeStatus.RUNNING, run_id="run-2")
    assert told(completed) == (ExecutionStatus.COMPLETED, RuntimeStatus.RUNNING)
    assert get_execution(completed).is_drifting


def test_a_wait_is_noted_and_its_end_too(started: str) -> None:
    report_waiting(started, "run-1", NOW, NOW)
    assert get_execution(started).waiting_since == NOW
    report_waiting(started, "run-1", NOW, None)
    assert get_execution(started).waiting_since is None


def test_a_wait_that_is_reported_before_the_start_starts_the_execution(created: str) -> None:
    report_waiting(created, "run-1", NOW, NOW)
    found = get_execution(created)
    assert (found.status, found.run_id, found.started_at) == (ExecutionStatus.STARTED, "run-1", NOW)
    report_started(created, "run-1", NOW)
    assert get_execution(created).waiting_since == NOW


def test_what_has_ended_waits_for_nobody(started: str) -> None:
    report_waiting(started, "run-1", NOW, NOW)
    report_ended(started, "run-1", RuntimeStatus.COMPLETED, NOW, None)
    before = get_execution(started)
    report_waiting(started, "run-1", NOW, NOW)
    assert (before.waiting_since, get_execution(started)) == (None, before)


@pytest.mark.parametrize(
    "status", [each for each in RuntimeStatus if expected_status(each) is not ExecutionStatus.STARTED]
)
def test_what_does_not_run_waits_for_nobody(started: str, status: RuntimeStatus) -> None:
    report_waiting(started, "run-1", NOW, NOW)
    see(started, status)
    assert get_execution(started).waiting_since is None


def test_an_end_holds_also_where_the_clock_of_its_observer_is_behind(started: str) -> None:
    see(started, RuntimeStatus.RUNNING, ago=timedelta(minutes=-5))
    report_ended(started, "run-1", RuntimeStatus.COMPLETED, NOW, None)
    assert told(started) == (ExecutionStatus.COMPLETED, RuntimeStatus.COMPLETED)


def test_an_unknown_execution_is_ignored(database: Connection) -> None:
    report_started("gone", "run-1", NOW)
    report_waiting("gone", "run-1", NOW, NOW)
    report_ended("gone", "run-1", RuntimeStatus.COMPLETED, NOW, None)


def unobserved(found: ExecutionDetail) -> tuple[object, ...]:
    return found.status, found.runtime_status, found.closed_at, found.failure, found.run_id
