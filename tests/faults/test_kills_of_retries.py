"""kill -9 in the middle of a retry: the dispatcher goes on with it, and no run is begun twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from domain.settings import get_settings
from domain.vocabulary import ExecutionStatus
from services.dispatch_retries import dispatch_retries
from services.get_execution import get_execution
from services.read_ledger import read_ledger
from storage.database import engine
from tests.faults.killing import retrier
from tests.faults.killing.facts import runs_of
from tests.faults.killing.stack import ROOT
from tests.runtime.engine import Engine
from tests.runtime.outside import Outside, running_outside
from tests.runtime.templates import children_of, publish, settled
from tests.with_engine import worked_database, worker, working

__all__ = ["worked_database", "worker", "working"]
A_MINUTE_LATER = text("UPDATE pointsman.retry SET next_attempt_at = next_attempt_at - interval '2 minutes'")


@pytest.fixture
def outside() -> Iterator[Outside]:
    with running_outside() as server:
        yield server


def killed(execution_id: str) -> int:
    """How a process ended that retried it."""
    settings = get_settings()
    environment = {
        "POINTSMAN_DATABASE_URL": str(settings.database_url),
        "POINTSMAN_TEMPORAL_ADDRESS": str(settings.temporal_address),
        "POINTSMAN_TASK_QUEUE": settings.task_queue,
    }
    command = [sys.executable, "-m", retrier.MODULE, execution_id]
    return subprocess.run(command, env={**os.environ, **environment}, cwd=ROOT, check=False, timeout=60).returncode


def test_what_a_dead_process_had_begun_goes_on_once(working: Engine, outside: Outside) -> None:
    outside.broken = {"/file"}
    root = publish({"part": publish({"file": outside.call("/file")}).called()}).start()
    settled(root, ExecutionStatus.FAILED)
    [child] = children_of(root)
    outside.broken = set()

    assert killed(root) == -signal.SIGKILL
    working.known(child.id).ended()
    assert [get_execution(each).status for each in (root, child.id)] == [ExecutionStatus.FAILED] * 2
    assert dispatch_retries() == 0, "its lease holds for a minute"

    with engine().begin() as connection:
        connection.execute(A_MINUTE_LATER)
    assert dispatch_retries() == 2
    for each in (root, child.id):
        settled(each, ExecutionStatus.COMPLETED)
        assert len(runs_of(each)) == 2
        assert [row.action for row in read_ledger(subject_id=each)].count("execution.retry") == 1
    assert outside.calls["/file"] == 2
