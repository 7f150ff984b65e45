"""Letting the stored status follow what Temporal says."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TypeVar

from pydantic_core import to_json
from sqlalchemy import ColumnElement, select

from domain.errors import Conflict
from domain.executions import TERMINAL, Observation, expected_status, status_after
from domain.vocabulary import ExecutionStatus, Outcome, RuntimeStatus
from storage.database import WriteSession
from storage.driver import run
from storage.own_tables import Delivery, ExecutionRun
from storage.shared_tables import WorkflowExecution

AHEAD = timedelta(seconds=30)
"""How long what the engine reported of people may be newer than what Temporal shows."""
_Row = TypeVar("_Row", WorkflowExecution, ExecutionRun)


def apply_observation(session: WriteSession, execution_id: str, seen: Observation) -> bool:
    """Apply one observation and tell whether the stored status changed.

    Older observations never overwrite newer ones, and nothing leaves a terminal status. An unknown id is ignored.
    """
    return _Sight(session, {execution_id: seen}).changed > 0


def apply_observations(session: WriteSession, seen: Mapping[str, Observation]) -> int:
    """Apply one observation of each of many executions, by the same rules, and tell how many statuses changed.

    Each table is written by one statement, as triggers run for each statement.
    """
    with session.no_autoflush:
        found = _Sight(session, seen)
        rows = {
            _EXECUTIONS: [{"id": each.id, "status": each.status} for each in found.executions],
            _RUNS: [{name: getattr(each, name) for name in _RUN} for each in found.runs.values()],
            _DELIVERIES: [{name: getattr(each, name) for name in _DELIVERY} for each in found.deliveries.values()],
        }
        session.expunge_all()
    for statement, values in rows.items():
        run(session, statement, {"rows": to_json(values).decode()})
    return found.changed


_RUN = (
    *("execution_id", "runtime_status", "observed_at", "run_id", "started_at", "closed_at", "failure"),
    *("waiting_since", "next_attempt_at"),
)
_DELIVERY = ("id", "outcome", "execution_id")
_EXECUTIONS = """
UPDATE public."WorkflowExecution" old SET status = new.status::"WorkflowExecutionStatus"
FROM jsonb_to_recordset(%(rows)s::jsonb) AS new (id text, status text)
WHERE old.id = new.id AND old.status::text <> new.status
RETURNING old.id"""
_RUNS = """
UPDATE pointsman.execution_run old
SET runtime_status = new.runtime_status, observed_at = new.observed_at, temporal_run_id = new.run_id,
    started_at = new.started_at, closed_at = new.closed_at, failure = new.failure, waiting_since = new.waiting_since,
    next_attempt_at = new.next_attempt_at
FROM jsonb_to_recordset(%(rows)s::jsonb) AS new
    (execution_id text, runtime_status text, observed_at timestamptz, run_id text, started_at timestamptz,
     closed_at timestamptz, failure jsonb, waiting_since timestamptz, next_attempt_at timestamptz)
WHERE old.execution_id = new.execution_id
RETURNING old.execution_id"""
_DELIVERIES = """
UPDATE pointsman.delivery old SET outcome = new.outcome, execution_id = new.execution_id
FROM jsonb_to_recordset(%(rows)s::jsonb) AS new (id text, outcome text, execution_id text)
WHERE old.id = new.id AND (old.outcome, old.execution_id) IS DISTINCT FROM (new.outcome, new.execution_id)
RETURNING old.id"""


class _Sight:
    """The locked rows of the executions that were seen, as they are after it; ``changed`` counts new statuses."""

    def __init__(self, session: WriteSession, seen: Mapping[str, Observation]) -> None:
        self.executions = _locked(session, WorkflowExecution, WorkflowExecution.id.in_(seen))
        runs = _locked(session, ExecutionRun, ExecutionRun.execution_id.in_(seen))
        self.runs = {run.execution_id: run for run in runs}
        ids = [run.delivery_id for run in runs if run.delivery_id is not None]
        self.deliveries = {each.id: each for each in session.scalars(select(Delivery).where(Delivery.id.in_(ids)))}
        self.changed = sum(
            _apply(each, self.runs.get(each.id), self.deliveries, seen[each.id]) for each in self.executions
        )


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
    is_told_again = seen.closed_at is not None and seen.run_id in (None, run.run_id)
    run.runtime_status, run.observed_at = seen.runtime_status, seen.observed_at
    run.run_id = seen.run_id or run.run_id
    run.started_at = run.started_at or seen.started_at
    run.closed_at = seen.closed_at
    run.failure = seen.failure or (run.failure if is_told_again else None)
    if expected_status(seen.runtime_status) is not ExecutionStatus.STARTED:
        run.waiting_since = None
    elif seen.wait is not None and not _is_told_lately(run, seen):
        run.waiting_since = seen.wait.since
    return True


def _is_older(run: ExecutionRun, seen: Observation) -> bool:
    """The end of a run is newer than every sight of it while it ran, whatever the clocks of the observers say."""
    if _is_of_earlier_run(run, seen):
        return True
    if run.closed_at is None and seen.closed_at is not None and seen.run_id == run.run_id:
        return False
    if run.observed_at is not None and seen.observed_at < run.observed_at:
        return True
    if seen.runtime_status is RuntimeStatus.NOT_FOUND:
        return run.closed_at is not None
    same_run = seen.run_id is None or seen.run_id == run.run_id
    return same_run and run.closed_at is not None and seen.closed_at is None


def _is_of_earlier_run(run: ExecutionRun, seen: Observation) -> bool:
    """A run that was retried stays failed for ever, and may be told of again after a newer run went on for it."""
    moment = seen.closed_at or seen.started_at
    if run.retried_at is None or moment is None or seen.run_id == run.run_id:
        return False
    return moment <= run.retried_at


def _is_told_lately(run: ExecutionRun, seen: Observation) -> bool:
    """The engine reports within a workflow task, and Temporal shows what came of the task when it has ended."""
    return run.waiting_told_at is not None and seen.observed_at < run.waiting_told_at + AHEAD


def _settle(run: ExecutionRun, delivery: Delivery | None, status: ExecutionStatus) -> None:
    """The execution has left CREATED: nothing is to be dispatched, and its delivery has an outcome."""
    run.next_attempt_at = None
    started = status is ExecutionStatus.STARTED or status in TERMINAL
    if delivery is not None and started and delivery.outcome in {None, Outcome.FAILED_TO_START}:
        delivery.outcome, delivery.execution_id = Outcome.STARTED, run.execution_id
