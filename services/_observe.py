"""Letting the stored status follow what Temporal says."""

from datetime import timedelta

from domain.executions import TERMINAL, Observation, expected_status, status_after
from domain.vocabulary import ExecutionStatus, Outcome, RuntimeStatus
from storage.database import WriteSession
from storage.own_tables import Delivery, ExecutionRun
from storage.shared_tables import WorkflowExecution

AHEAD = timedelta(seconds=30)
"""How long what the engine reported of people may be newer than what Temporal shows."""


def apply_observation(session: WriteSession, execution_id: str, seen: Observation) -> bool:
    """Apply one observation and tell whether the stored status changed.

    Older observations never overwrite newer ones, and nothing leaves a terminal status. An unknown id is ignored.
    """
    execution = session.get(WorkflowExecution, execution_id, with_for_update=True, populate_existing=True)
    if execution is None:
        return False
    run = session.get(ExecutionRun, execution_id, with_for_update=True, populate_existing=True)
    if run is not None and not _note(run, seen):
        return False
    after = status_after(execution.status, seen.runtime_status)
    changed = after is not execution.status
    execution.status = after
    if run is not None and after is not ExecutionStatus.CREATED:
        _settle(session, run, after)
    return changed


def _note(run: ExecutionRun, seen: Observation) -> bool:
    """Write what was seen to the run, unless something newer or final is known of it already."""
    if _is_older(run, seen):
        return False
    run.runtime_status, run.observed_at = seen.runtime_status, seen.observed_at
    run.run_id = seen.run_id or run.run_id
    run.started_at = run.started_at or seen.started_at
    run.closed_at = seen.closed_at
    run.failure = seen.failure or (run.failure if seen.closed_at else None)
    if expected_status(seen.runtime_status) is not ExecutionStatus.STARTED:
        run.waiting_since = None
    elif seen.wait is not None and not _is_told_lately(run, seen):
        run.waiting_since = seen.wait.since
    return True


def _is_older(run: ExecutionRun, seen: Observation) -> bool:
    """The end of a run is newer than every sight of it while it ran, whatever the clocks of the observers say."""
    if run.closed_at is None and seen.closed_at is not None and seen.run_id == run.run_id:
        return False
    if run.observed_at is not None and seen.observed_at < run.observed_at:
        return True
    if seen.runtime_status is RuntimeStatus.NOT_FOUND:
        return run.closed_at is not None
    same_run = seen.run_id is None or seen.run_id == run.run_id
    return same_run and run.closed_at is not None and seen.closed_at is None


def _is_told_lately(run: ExecutionRun, seen: Observation) -> bool:
    """The engine reports within a workflow task, and Temporal shows what came of the task when it has ended."""
    return run.waiting_told_at is not None and seen.observed_at < run.waiting_told_at + AHEAD


def _settle(session: WriteSession, run: ExecutionRun, status: ExecutionStatus) -> None:
    """The execution has left CREATED: nothing is to be dispatched, and its delivery has an outcome."""
    run.next_attempt_at = None
    started = status is ExecutionStatus.STARTED or status in TERMINAL
    if run.delivery_id is not None and started:
        delivery = session.get(Delivery, run.delivery_id)
        if delivery is not None and delivery.outcome in {None, Outcome.FAILED_TO_START}:
            delivery.outcome, delivery.execution_id = Outcome.STARTED, run.execution_id
