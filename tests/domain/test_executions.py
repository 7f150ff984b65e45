"""How an observation of Temporal moves the stored status, and when the two drift."""

import pytest

from domain.executions import TERMINAL, TRANSITIONS, drifts, expected_status, status_after
from domain.vocabulary import ExecutionStatus as Status
from domain.vocabulary import RuntimeStatus as Runtime


@pytest.mark.parametrize("stored", sorted(TERMINAL))
@pytest.mark.parametrize("seen", Runtime)
def test_no_observation_leaves_a_terminal_status(stored: Status, seen: Runtime) -> None:
    assert status_after(stored, seen) is stored


@pytest.mark.parametrize("seen", [Runtime.FAILED, Runtime.CANCELED, Runtime.TERMINATED, Runtime.TIMED_OUT])
def test_failed_cancelled_terminated_and_timed_out_runs_are_failed(seen: Runtime) -> None:
    assert status_after(Status.STARTED, seen) is Status.FAILED


@pytest.mark.parametrize("seen", [Runtime.RUNNING, Runtime.CONTINUED_AS_NEW])
def test_a_run_that_goes_on_is_started(seen: Runtime) -> None:
    assert status_after(Status.CREATED, seen) is Status.STARTED


def test_an_execution_that_completed_before_anyone_looked_is_completed() -> None:
    assert status_after(Status.CREATED, Runtime.COMPLETED) is Status.COMPLETED


@pytest.mark.parametrize("stored", Status)
def test_not_finding_a_run_changes_no_status(stored: Status) -> None:
    assert status_after(stored, Runtime.NOT_FOUND) is stored


@pytest.mark.parametrize("stored", Status)
@pytest.mark.parametrize("seen", [status for status in Runtime if status is not Runtime.NOT_FOUND])
def test_drift_is_disagreement(stored: Status, seen: Runtime) -> None:
    assert drifts(stored, seen) == (expected_status(seen) is not stored)


def test_a_started_execution_that_temporal_does_not_know_drifts() -> None:
    assert drifts(Status.STARTED, Runtime.NOT_FOUND)


@pytest.mark.parametrize("stored", [Status.CREATED, Status.FAILED_TO_START, Status.COMPLETED, Status.FAILED])
def test_an_execution_that_need_not_be_on_temporal_does_not_drift_for_missing_there(stored: Status) -> None:
    assert not drifts(stored, Runtime.NOT_FOUND)


def test_what_was_never_observed_does_not_drift() -> None:
    assert not drifts(Status.STARTED, None)


def test_failed_to_start_leads_to_created_only_and_completed_nowhere() -> None:
    assert TRANSITIONS[Status.FAILED_TO_START] == {Status.CREATED}
    assert TRANSITIONS[Status.COMPLETED] == set()
