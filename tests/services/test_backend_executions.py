"""Executions that the backend made itself: shown, observed, never dispatched."""

import secrets
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from domain.errors import NotAllowed, NotFound
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from runtime.service import temporal
from services.attempt_start import attempt_start
from services.dispatch_starts import dispatch_starts
from services.get_execution import get_execution
from services.get_tree import get_tree
from services.list_executions import list_executions
from services.observe_execution import observe_execution
from services.report_execution import report_ended
from services.retry_start import retry_start
from services.sweep_executions import sweep_closed
from services.terminate_execution import terminate_execution
from tests.factories import AUTHOR, make_active, make_template
from tests.services.conftest import until_true
from tests.services.team import start_on_temporal
from tests.storage.rows import insert_execution, run


@pytest.fixture
def backend_made(database: Connection) -> str:
    """An execution row that the backend inserted."""
    version = make_active(make_template())
    execution = f"backend-{secrets.token_hex(4)}"
    insert_execution(database, execution, version)
    return execution


@pytest.fixture
def runs(backend_made: str, temporal_address: str, team_queue: str) -> str:
    """The same, with its workflow running on Temporal."""
    start_on_temporal(backend_made, team_queue, "wait")
    return backend_made


def test_it_is_listed_and_shown_without_what_only_pointsman_knows(backend_made: str) -> None:
    [row] = list_executions().rows
    found = get_execution(backend_made)
    assert (row.id, row.origin, row.kind, row.runtime_status) == (backend_made, None, None, None)
    assert (found.status, found.input, found.start_attempts) == (ExecutionStatus.CREATED, None, None)
    assert not found.is_drifting


def test_it_has_a_tree(backend_made: str) -> None:
    assert [member.id for member in get_tree(backend_made).members] == [backend_made]


def test_it_is_never_dispatched(backend_made: str) -> None:
    assert dispatch_starts() == 0
    with pytest.raises(NotFound, match="no execution made by Pointsman"):
        attempt_start(backend_made)
    assert get_execution(backend_made).status is ExecutionStatus.CREATED


def test_its_start_is_not_retried(backend_made: str, database: Connection) -> None:
    run(database, """UPDATE "WorkflowExecution" SET status = 'FAILED_TO_START'""")
    with pytest.raises((NotFound, NotAllowed), match="made by Pointsman"):
        retry_start(backend_made, actor=AUTHOR, reason="Hope")


def test_it_follows_temporal_when_somebody_looks(runs: str) -> None:
    observe_execution(runs)
    assert get_execution(runs).status is ExecutionStatus.STARTED


def test_it_can_be_terminated(runs: str) -> None:
    observe_execution(runs)
    terminate_execution(runs, actor=AUTHOR, reason="Runs wild")
    assert get_execution(runs).status is ExecutionStatus.FAILED


def test_the_sweep_finds_its_end(runs: str) -> None:
    temporal().terminate(runs, "By hand")

    def is_failed() -> bool:
        sweep_closed()
        return get_execution(runs).status is ExecutionStatus.FAILED

    until_true(is_failed)


def test_a_report_of_the_engine_moves_it_and_a_later_one_does_not(backend_made: str) -> None:
    report_ended(backend_made, "run-1", RuntimeStatus.COMPLETED, datetime.now(UTC), None)
    report_ended(backend_made, "run-1", RuntimeStatus.FAILED, datetime.now(UTC), None)
    assert get_execution(backend_made).status is ExecutionStatus.COMPLETED
