"""Letting the stored status follow what Temporal says."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, select

from domain.errors import Conflict
from domain.executions import TERMINAL, Observation, expected_status, status_after
from domain.vocabulary import ExecutionStatus, Outcome, RuntimeStatus
from storage.database import WriteSession
from storage.own_tables import Delivery, ExecutionRun
from storage.shared_tables import WorkflowExecution

AHEAD = timedelta(seconds=30)
"""How long what the engine reported of people may be newer than what Temporal shows."""
_Row = TypeVar("_Row", WorkflowExecution, ExecutionRun)


def apply_observation(session: WriteSession, execution_id: str, seen: Observation) -> bool:
    """Apply one observation and tell whether the stored status changed.

    Older observations never overwrite newer ones, and nothing leaves a terminal status. An unknown id is ignored.
    """
    return apply_observations(session, {execution_id: seen}) > 0


def apply_observations(session: WriteSession, seen: Mapping[str, Observation]) -> int:
    """Apply one observation of each of many executions, by the same rules, and tell how many statuses changed."""
    executions = _locked(session, WorkflowExecution, WorkflowExecution.id.in_(seen))
    runs = {run.execution_id: run for run in _locked(session, ExecutionRun, ExecutionRun.execution_id.in_(seen))}
    ids = [run.delivery_id for run in runs.values() if run.delivery_id is not None]
    deliveries = {each.id: each for each in session.scalars(select(Delivery).where(Delivery.id.in_(ids)))}
    return sum(_apply(each, runs.get(each.id), deliveries, seen[each.id]) for each in executions)


def note_seen(session: WriteSession, execution: WorkflowExecution, seen: Observation) -> None:
    """Write what was seen to the run of an execution whose status was set on purpose. Raises: Conflict if older."""
    run = session.get(ExecutionRun, execution.id, with_for_update=True, populate_existing=True)
    if run is None:
        return
    if not _note(run, seen):
        raise Conflict("Something newer was heard of it meanwhile. Look at it again.")
    delivery = session.get(Delivery, run.delivery_id) if run.delivery_id else None
    _settle(run, delivery, execution.status)


def _locked(session: WriteSession, table: type[_Row], condition: ColumnElement[bool]) -> Sequence[_Row]:
    query = select(table).where(condition).order_by(*table.__mapper__.primary_key).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).all()


def _apply(
    execution: WorkflowExecution, run: ExecutionRun | None, deliveries: Mapping[str, Delivery], seen: Observation
) -> bool:
    if run is not None and not _note(run, seen):
        return False
    after = status_after(execution.status, seen.runtime_status)
    changed = after is not execution.status
    execution.status = after
    if run is not None and after is not ExecutionStatus.CREATED:
        _settle(run, deliveries.get(run.delivery_id or ""), after)
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


def _settle(run: ExecutionRun, delivery: Delivery | None, status: ExecutionStatus) -> None:
    """The execution has left CREATED: nothing is to be dispatched, and its delivery has an outcome."""
    run.next_attempt_at = None
    started = status is ExecutionStatus.STARTED or status in TERMINAL
    if delivery is not None and started and delivery.outcome in {None, Outcome.FAILED_TO_START}:
        delivery.outcome, delivery.execution_id = Outcome.STARTED, run.execution_id
