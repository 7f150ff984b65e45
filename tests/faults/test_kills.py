"""kill -9 at the worst moments: nothing is lost, nothing starts twice, and every status becomes true by itself.

Processes, servers and schedules are the real ones. Where a process dies at an exact point, a program of the tests (see
`killing`) kills itself there.
"""

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from temporalio.client import WorkflowExecution

from domain.vocabulary import ExecutionStatus, Outcome, RuntimeStatus
from runtime.contracts import HOUSEKEEPING, OPEN_WORKFLOW
from runtime.service import temporal
from services.dispatch_starts import dispatch_starts
from services.get_execution import ExecutionDetail, get_execution
from services.get_tree import get_tree
from services.list_deliveries import get_delivery
from services.list_executions import list_executions
from tests.factories import buy
from tests.faults.killing import taker, workers
from tests.faults.killing.facts import eventually, runs, runs_of, settled
from tests.faults.killing.products import DIRECTORS, FAMILY, INCORPORATION, offer_family, offer_incorporation
from tests.faults.killing.stack import Stack, running_stack

A_MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.timeout(300)


@dataclass(frozen=True)
class Casualty:
    """An execution as it was when its process had just died."""

    execution: ExecutionDetail
    runtime_status: RuntimeStatus
    run_id: str | None


@dataclass(frozen=True)
class Casualties:
    """What the killings left behind."""

    before: Casualty
    after: Casualty
    family: str
    children_at_death: int


@pytest.fixture(scope="module")
def stack(scratch: Path) -> Iterator[Stack]:
    with running_stack(scratch / "kills") as stack:
        yield stack


@pytest.fixture(scope="module")
def casualties(stack: Stack) -> Casualties:
    """Two starts cut short and a family whose worker died twice; then a worker that stays."""
    with stack.configured():
        offer_incorporation()
        offer_family()
        family = buy(FAMILY, "ev_family").execution_id or ""
        after, before = _cut(stack, "after"), _cut(stack, "before")
        _die(stack, "worker", workers.MODULE, workers.dies_with_the_first_child.__name__)
        children = len(get_tree(family).members) - 1
        _die(stack, "worker", workers.MODULE, workers.dies_when_dispatching.__name__)
        stack.run("worker", workers.MODULE, workers.hasty.__name__)
        return Casualties(before, after, family, children)


@dataclass(frozen=True)
class Outage:
    """Two executions whose runs ended while PostgreSQL was away: one as it was when it came back, one by its id."""

    noted: ExecutionDetail
    unnoted: str


@pytest.fixture(scope="module")
def outage(stack: Stack, casualties: Casualties) -> Outage:
    """PostgreSQL dies between a start and its being noted, and comes back when all runs have ended without it.

    The dispatcher is called here and not by its schedule, so that it surely attempts the start before a sweep looks.
    """
    with stack.configured():
        receipts, postgres = stack.directory / "outage.txt", stack.children["postgres"].process
        plan = taker.Plan(("ev_noted", "ev_unnoted"), str(receipts), kill="after", victim=postgres.pid)
        sender = stack.run("taker", taker.MODULE, plan.argument())
        postgres.wait(60)
        noted = receipts.read_text().split()[1]
        eventually(lambda: _all_closed(noted), 90, "the runs close")
        stack.kill("worker")
        stack.start("postgres")
        found = get_execution(noted)
        assert sender.process.wait(60) == 0
        eventually(dispatch_starts, 30, "the start is due")
        stack.start("worker")
        return Outage(found, receipts.read_text().split()[3])


def _all_closed(execution_id: str) -> bool:
    running = runs(f'WorkflowType = "{OPEN_WORKFLOW}" AND ExecutionStatus = "Running"')
    return not running and temporal().describe(execution_id).closed_at is not None


@pytest.fixture(autouse=True)
def configured(stack: Stack, own_settings: None) -> Iterator[None]:
    with stack.configured():
        yield


def _cut(stack: Stack, moment: Literal["before", "after"]) -> Casualty:
    """Let a process take an event and die ``moment`` Temporal starts its execution."""
    receipts = stack.directory / f"{moment}.txt"
    plan = taker.Plan((f"ev_{moment}",), str(receipts), kill=moment)
    _die(stack, "taker", taker.MODULE, plan.argument())
    assert receipts.read_text() == ""
    execution = get_execution(list_executions().rows[0].id)
    seen = temporal().describe(execution.id)
    return Casualty(execution, seen.runtime_status, seen.run_id)


def _die(stack: Stack, name: str, module: str, argument: str) -> None:
    assert stack.run(name, module, argument).process.wait(60) == -signal.SIGKILL


def outcome_of(execution: ExecutionDetail) -> Outcome | None:
    return get_delivery(execution.delivery_id or "")[0].outcome


def test_a_start_cut_before_temporal_is_a_created_row_and_nothing_else(casualties: Casualties) -> None:
    cut = casualties.before
    assert (cut.execution.status, cut.runtime_status) == (ExecutionStatus.CREATED, RuntimeStatus.NOT_FOUND)


def test_a_start_cut_before_temporal_is_dispatched_exactly_once(casualties: Casualties) -> None:
    found = settled(casualties.before.execution.id, ExecutionStatus.COMPLETED)
    assert (found.next_attempt_at, outcome_of(found)) == (None, Outcome.STARTED)
    assert runs_of(found.id) == [found.run_id]


def test_a_start_cut_after_temporal_is_a_run_that_no_row_knows(casualties: Casualties) -> None:
    cut = casualties.after
    assert (cut.execution.status, cut.execution.run_id) == (ExecutionStatus.CREATED, None)
    assert cut.runtime_status is RuntimeStatus.RUNNING


def test_a_start_cut_after_temporal_is_the_same_run_to_its_end(casualties: Casualties) -> None:
    found = settled(casualties.after.execution.id, ExecutionStatus.COMPLETED)
    assert (found.run_id, found.next_attempt_at, outcome_of(found)) == (casualties.after.run_id, None, Outcome.STARTED)
    assert runs_of(found.id) == [found.run_id]


def test_the_sender_of_a_cut_start_hears_that_it_came_before(casualties: Casualties) -> None:
    again = buy(INCORPORATION, "ev_before")
    assert (again.outcome, again.execution_id) == (Outcome.DUPLICATE, casualties.before.execution.id)


def test_a_worker_that_died_while_dispatching_holds_up_the_dispatcher_for_seconds_only(casualties: Casualties) -> None:
    def failed() -> list[WorkflowExecution]:
        return runs(f'WorkflowType = "{HOUSEKEEPING}" AND ExecutionStatus = "Failed"')

    cut = eventually(failed, 60, "the dispatching that was cut has ended")
    assert max(run.close_time - run.start_time for run in cut if run.close_time) < A_MINUTE


def test_the_worker_died_while_children_were_made(casualties: Casualties) -> None:
    assert 0 < casualties.children_at_death <= DIRECTORS


def test_a_family_whose_worker_died_twice_is_complete_and_every_member_ran_once(casualties: Casualties) -> None:
    settled(casualties.family, ExecutionStatus.COMPLETED)
    members = get_tree(casualties.family).members
    found = [settled(member.id, ExecutionStatus.COMPLETED) for member in members]
    assert len(members) == 1 + 2 * DIRECTORS
    assert [runs_of(member.id) for member in found] == [[member.run_id] for member in found]
    assert {member.runtime_status for member in found} == {RuntimeStatus.COMPLETED}


def test_a_run_that_ended_while_postgresql_was_away_is_told_by_the_sweep(outage: Outage) -> None:
    assert (outage.noted.status, outage.noted.closed_at) == (ExecutionStatus.STARTED, None)
    found = settled(outage.noted.id, ExecutionStatus.COMPLETED)
    assert (found.runtime_status, found.is_drifting) == (RuntimeStatus.COMPLETED, False)


def test_a_run_that_began_and_ended_unnoted_is_not_started_again(outage: Outage) -> None:
    found = settled(outage.unnoted, ExecutionStatus.COMPLETED)
    assert (found.next_attempt_at, outcome_of(found)) == (None, Outcome.STARTED)
    assert runs_of(found.id) == [found.run_id]
