"""The reconciler: what ended while nobody looked is found in Temporal's visibility."""

import subprocess
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from cli.parts.temporal import PROGRAM
from domain.settings import get_settings
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from runtime.contracts import HOUSEKEEPING
from runtime.service import temporal
from services import sweep_executions
from services.get_execution import ExecutionDetail, get_execution
from services.send_event import send_event
from services.sweep_executions import sweep_closed, sweep_stale
from storage.shared_tables import utc_now
from tests.factories import AUTHOR, start
from tests.services.conftest import until_true


@pytest.fixture
def running(team_template: str) -> str:
    """An execution that waits for an event."""
    return start(team_template, {"plan": "wait"}).execution_id or ""


def age(database: Connection) -> None:
    """Nobody looked for an hour."""
    database.execute(text("UPDATE pointsman.execution_run SET observed_at = now() - interval '1 hour'"))


def reset_elsewhere(execution: str) -> None:
    """Reset a run to its first workflow task, with Temporal's own command line."""
    address = get_settings().temporal_address or ""
    command = [str(PROGRAM), "workflow", "reset", "--workflow-id", execution, "--type", "FirstWorkflowTask"]
    subprocess.run([*command, "--reason", "test", "--address", address], check=True, capture_output=True)


def swept_until(execution: str, is_so: Callable[[ExecutionDetail], bool]) -> ExecutionDetail:
    """Sweep until visibility, which lags a little, has shown it."""

    def look() -> bool:
        sweep_closed()
        return is_so(get_execution(execution))

    until_true(look)
    return get_execution(execution)


def is_closed(execution: ExecutionDetail) -> bool:
    return execution.closed_at is not None


def test_a_run_that_was_terminated_elsewhere_is_found(running: str) -> None:
    temporal().terminate(running, "By hand, in Temporal's own UI")
    found = swept_until(running, is_closed)
    assert (found.status, found.runtime_status) == (ExecutionStatus.FAILED, RuntimeStatus.TERMINATED)


def test_a_run_that_completed_unseen_is_found(team_template: str) -> None:
    execution = start(team_template, {"plan": "finish"}).execution_id or ""
    found = swept_until(execution, is_closed)
    assert (found.status, found.runtime_status) == (ExecutionStatus.COMPLETED, RuntimeStatus.COMPLETED)


def test_a_run_that_failed_unseen_is_found_with_its_cause(team_template: str) -> None:
    execution = start(team_template, {"plan": "fail"}).execution_id or ""
    found = swept_until(execution, is_closed)
    assert (found.status, found.failure) == (
        ExecutionStatus.FAILED,
        {"title": "bank", "detail": "The bank refused"},
    )


def test_more_than_is_read_at_once_is_found_by_one_sweep(team_template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep_closed()  # what others did on this server before
    monkeypatch.setattr(sweep_executions, "OVERLAP", timedelta())
    monkeypatch.setattr(sweep_executions, "_READ", 2)
    monkeypatch.setattr(sweep_executions, "_SHORTEST", timedelta(milliseconds=1))
    begun = utc_now()
    executions = [start(team_template, {"plan": "finish"}).execution_id or "" for _ in range(7)]
    until_true(lambda: temporal().count_closed_between(begun, utc_now(), HOUSEKEEPING) == len(executions))
    sweep_closed()
    assert {get_execution(each).status for each in executions} == {ExecutionStatus.COMPLETED}


def test_a_sweep_ends_after_its_time_and_the_next_one_goes_on(team_template: str) -> None:
    execution = start(team_template, {"plan": "finish"}).execution_id or ""
    sweep_closed(seconds=0)
    assert not is_closed(get_execution(execution))
    assert swept_until(execution, is_closed).status is ExecutionStatus.COMPLETED


def test_what_was_found_once_is_not_counted_again(running: str) -> None:
    temporal().terminate(running, "By hand")
    swept_until(running, is_closed)
    assert sweep_closed() == 0


def test_the_watermark_never_goes_back(running: str, database: Connection) -> None:
    sweep_closed()
    database.execute(text("UPDATE pointsman.sweep SET watermark = '2100-01-01'"))
    sweep_closed()
    assert database.execute(text("SELECT watermark::date::text FROM pointsman.sweep")).scalar_one() == "2100-01-01"


def test_a_run_that_went_on_as_a_new_one_is_not_closed(team_template: str) -> None:
    execution = start(team_template, {"plan": "continue"}).execution_id or ""
    first = get_execution(execution).run_id
    until_true(lambda: temporal().describe(execution).run_id != first)
    marker = start(team_template, {"plan": "finish"}).execution_id or ""
    swept_until(marker, is_closed)
    found = get_execution(execution)
    assert (found.status, found.runtime_status, found.closed_at) == (
        ExecutionStatus.STARTED,
        RuntimeStatus.RUNNING,
        None,
    )


def test_the_end_of_the_new_run_is_the_end_of_the_execution(team_template: str) -> None:
    execution = start(team_template, {"plan": "continue"}).execution_id or ""
    first = get_execution(execution).run_id
    until_true(lambda: temporal().describe(execution).run_id != first)
    send_event(execution, {"type": "go"}, actor=AUTHOR)
    found = swept_until(execution, is_closed)
    assert (found.status, found.runtime_status) == (ExecutionStatus.COMPLETED, RuntimeStatus.COMPLETED)
    assert found.run_id != first


def test_a_started_execution_that_nobody_observed_for_long_is_described(running: str, database: Connection) -> None:
    temporal().terminate(running, "By hand")
    age(database)
    assert sweep_stale() == 1
    assert get_execution(running).status is ExecutionStatus.FAILED


def test_a_started_execution_that_was_observed_lately_is_left_alone(running: str) -> None:
    temporal().terminate(running, "By hand")
    assert sweep_stale() == 0


def test_one_that_temporal_does_not_know_drifts_and_is_asked_for_once(running: str, database: Connection) -> None:
    database.execute(text("""UPDATE "WorkflowExecution" SET id = 'unknown'"""))
    age(database)
    sweep_stale()
    found = get_execution("unknown")
    assert (found.status, found.runtime_status, found.is_drifting) == (
        ExecutionStatus.STARTED,
        RuntimeStatus.NOT_FOUND,
        True,
    )


def test_a_run_that_was_reset_elsewhere_goes_on(running: str) -> None:
    before = get_execution(running).run_id
    reset_elsewhere(running)
    found = swept_until(running, lambda execution: execution.run_id != before)
    assert (found.status, found.runtime_status) == (ExecutionStatus.STARTED, RuntimeStatus.RUNNING)
    assert found.closed_at is None
