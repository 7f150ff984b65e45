"""A whole `pointsman up` killed in the middle of a start, and started again on the same data."""

import sys
from pathlib import Path

import pytest

from cli.parts.child import start_child
from domain.instance import Instance
from domain.vocabulary import ExecutionStatus, Outcome
from services.list_deliveries import list_deliveries
from services.list_executions import list_executions
from tests.cli.running import running
from tests.factories import buy
from tests.faults.killing import taker
from tests.faults.killing.facts import runs_of, settled
from tests.faults.killing.products import INCORPORATION, offer_incorporation
from tests.faults.killing.stack import ROOT, configured

RUNNING = [f"ev_{number}" for number in range(4)]
CUT = "ev_cut"


@pytest.mark.timeout(300)
def test_an_instance_that_was_killed_brings_everything_to_its_true_status(scratch: Path) -> None:
    data_dir = scratch / "killed"
    with running(data_dir) as up:
        with configured(environment(up.instance)):
            offer_incorporation()
            started = {buy(INCORPORATION, event).execution_id for event in RUNNING}
            _take_and_kill(scratch, up.process.pid, environment(up.instance))
        up.end()
        assert up.left() == []
    with running(data_dir) as up, configured(environment(up.instance)):
        executions = {row.id for row in list_executions().rows}
        assert started < executions
        assert len(executions) == len(RUNNING) + 1
        found = [settled(execution, ExecutionStatus.COMPLETED) for execution in executions]
        assert [runs_of(execution.id) for execution in found] == [[execution.run_id] for execution in found]
        assert {row.outcome for row in list_deliveries().rows} == {Outcome.STARTED}
        assert buy(INCORPORATION, CUT).outcome is Outcome.DUPLICATE


def environment(instance: Instance) -> dict[str, str]:
    """The settings with which a process finds the instance."""
    return {
        "POINTSMAN_DATABASE_URL": instance.database_url or "",
        "POINTSMAN_TEMPORAL_ADDRESS": instance.temporal_address or "",
    }


def _take_and_kill(scratch: Path, supervisor: int, env: dict[str, str]) -> None:
    """Take an event; between its committed row and Temporal's start, kill the supervisor, and soon the taker too."""
    plan = taker.Plan((CUT,), str(scratch / "killed-receipts.txt"), kill="before", victim=supervisor)
    command = [sys.executable, "-m", taker.MODULE, plan.argument()]
    child = start_child("taker", command, log=scratch / "killed-taker.log", env=env, cwd=ROOT)
    child.wait_until(lambda: not _lives(supervisor), seconds=60)
    child.process.kill()
    child.process.wait()


def _lives(pid: int) -> bool:
    return "zombie" not in Path(f"/proc/{pid}/status").read_text()
