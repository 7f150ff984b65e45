"""The reconciler: lets stored statuses follow Temporal where the engine's own report did not arrive."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from domain.errors import NotFound
from domain.executions import Observation
from domain.json_types import JsonObject
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from runtime.contracts import HOUSEKEEPING
from runtime.service import temporal
from runtime.visibility import ClosedRun
from services._observe import apply_observation, apply_observations
from storage.database import reading, transaction
from storage.own_tables import ExecutionRun, Sweep
from storage.shared_tables import WorkflowExecution, utc_now

OVERLAP = timedelta(minutes=2)
STALE_AFTER = timedelta(minutes=2)
FIRST_LOOK_BACK = timedelta(days=30)
BATCH = 1000
LONGEST = 60.0
"""Seconds after which the next sweep goes on."""
_READ = 10_000
_SHORTEST = timedelta(seconds=1)
_TOGETHER = 250
"""Executions that one transaction changes."""
_AT_ONCE = 16
"""Questions to Temporal side by side."""
_OPEN = (ExecutionStatus.CREATED, ExecutionStatus.STARTED, ExecutionStatus.FAILED_TO_START)


def sweep_closed(seconds: float = LONGEST) -> int:
    """Apply the ends of runs that closed since the last sweep, and return how many statuses changed.

    Reads Temporal's visibility from a watermark, with two minutes of overlap, a stretch of time after the other, each
    with at most 10,000 runs; what is left after ``seconds`` is read by the sweeps that follow. Raises: DatabaseAway,
    TemporalAway.
    """
    deadline, now, changed = monotonic() + seconds, utc_now(), 0
    since = _watermark() - OVERLAP
    while since < now and monotonic() < deadline:
        until = _stretch_from(since, now)
        changed += _sweep(since, until)
        _advance(until)
        since = until
    return changed


def _stretch_from(since: datetime, until: datetime) -> datetime:
    """An end before which no more closed than are read at once, unless they did within a second."""
    while until - since > _SHORTEST and temporal().count_closed_between(since, until, HOUSEKEEPING) > _READ:
        until = since + (until - since) / 2
    return until


def _sweep(since: datetime, until: datetime) -> int:
    seen = temporal().closed_between(since, until, limit=_READ, ignore=HOUSEKEEPING)
    behind = _open_among([run.workflow_id for run in seen])
    in_order = sorted(seen, key=lambda run: run.observation.closed_at or until)
    newest = [*{run.workflow_id: run for run in in_order if run.workflow_id in behind}.values()]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        parts = [newest[start : start + _TOGETHER] for start in range(0, len(newest), _TOGETHER)]
        return sum(_follow(part, pool) for part in parts)


def sweep_stale() -> int:
    """Ask Temporal about executions that count as started but were not observed lately; return how many changed.

    Raises: DatabaseAway, TemporalAway.
    """
    with reading() as session:
        stale = session.scalars(
            select(ExecutionRun.execution_id)
            .join(WorkflowExecution, WorkflowExecution.id == ExecutionRun.execution_id)
            .where(
                ExecutionRun.closed_at.is_(None),
                ExecutionRun.observed_at < utc_now() - STALE_AFTER,
                ExecutionRun.runtime_status.is_distinct_from(RuntimeStatus.NOT_FOUND),
                WorkflowExecution.status == ExecutionStatus.STARTED,
            )
            .order_by(ExecutionRun.observed_at)
            .limit(BATCH)
        ).all()
    return sum(observe(execution_id, temporal().describe(execution_id)) for execution_id in stale)


def observe(execution_id: str, seen: Observation) -> bool:
    """Apply one observation in a transaction of its own, with the cause of a failure; True when the status changed."""
    seen = with_cause(execution_id, seen)
    with transaction() as session:
        return apply_observation(session, execution_id, seen)


def with_cause(execution_id: str, seen: Observation) -> Observation:
    """The observation of a failed run together with what made it fail."""
    if seen.runtime_status is not RuntimeStatus.FAILED:
        return seen
    return replace(seen, failure=_cause(execution_id))


def _follow(runs: Sequence[ClosedRun], pool: ThreadPoolExecutor) -> int:
    """Let the statuses of some executions follow, in one transaction; Temporal is asked side by side before it."""
    answers = pool.map(lambda run: with_cause(run.workflow_id, _newest(run)), runs)
    seen = dict(zip((run.workflow_id for run in runs), answers, strict=True))
    with transaction() as session:
        return apply_observations(session, seen)


def _newest(closed: ClosedRun) -> Observation:
    """A reset terminates one run and begins another of the same id: then the newest run counts, not the closed one."""
    if closed.observation.runtime_status is RuntimeStatus.TERMINATED:
        return temporal().describe(closed.workflow_id)
    return closed.observation


def _cause(execution_id: str) -> JsonObject | None:
    try:
        return temporal().result(execution_id)[1]
    except NotFound:  # its history is gone already
        return None


def _open_among(ids: list[str]) -> set[str]:
    query = select(WorkflowExecution.id).where(WorkflowExecution.id.in_(ids), WorkflowExecution.status.in_(_OPEN))
    with reading() as session:
        return set(session.scalars(query))


def _watermark() -> datetime:
    with reading() as session:
        found = session.scalar(select(Sweep.watermark).where(Sweep.name == "closed"))
    return found or utc_now() - FIRST_LOOK_BACK


def _advance(to: datetime) -> None:
    statement = insert(Sweep).values(name="closed", watermark=to)
    with transaction() as session:
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["name"], set_={"watermark": func.greatest(Sweep.watermark, to)}
            )
        )
