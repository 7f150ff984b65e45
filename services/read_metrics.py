"""Figures about the product for monitoring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

from sqlalchemy import Select, func, or_, select, text, true, tuple_

from domain.executions import drifts
from domain.vocabulary import ExecutionStatus, Origin, Outcome, RuntimeStatus
from storage.database import ReadSession, reading
from storage.own_tables import Delivery, ExecutionRun, InboundEvent
from storage.shared_tables import WorkflowExecution, utc_now

LOOKED_AT = 1_000
COUNTED_TO = 10_000
RECENT = timedelta(hours=24)
OPEN = (ExecutionStatus.CREATED, ExecutionStatus.STARTED, ExecutionStatus.FAILED_TO_START)
_DRIFTING = [(status, seen) for status, seen in product(ExecutionStatus, RuntimeStatus) if drifts(status, seen)]


_STARTS = text(
    """
    SELECT origin, width_bucket(took, CAST(:limits AS float8[])), count(*), sum(took)
    FROM (SELECT r.origin, greatest(0, extract(epoch FROM r.started_at - e."createdAt"))::float8 AS took
          FROM pointsman.execution_run r JOIN "WorkflowExecution" e ON e.id = r.execution_id
          WHERE r.started_at > :since AND r.started_at <= :until AND r.origin <> :child) starts
    GROUP BY 1, 2"""
)


@dataclass(frozen=True)
class Totals:
    """Counts over everything; ``drifting`` only over executions that are open or were made in the last 24 hours."""

    deliveries: dict[tuple[str, Outcome | None], int]
    executions: dict[ExecutionStatus, int]
    drifting: int


@dataclass(frozen=True)
class Queue:
    """What waits: how many, counted to 10,000, and the age in seconds of the oldest among the next 1,000."""

    waiting: int
    oldest: float


@dataclass(frozen=True)
class Queues:
    """Starts that Temporal has not taken yet, and events of other systems that are not done."""

    starts: Queue
    inbound_events: Queue


@dataclass(frozen=True)
class StartCount:
    """Executions of one origin whose start took up to a limit; ``seconds`` is the sum of what they took."""

    origin: Origin
    bucket: int
    count: int
    seconds: float


def read_totals() -> Totals:
    """Count all deliveries and executions; it takes the longer the more there are."""
    deliveries = select(Delivery.source, Delivery.outcome, func.count()).group_by(Delivery.source, Delivery.outcome)
    executions = select(WorkflowExecution.status, func.count()).group_by(WorkflowExecution.status)
    with reading() as session:
        return Totals(
            deliveries={(source, outcome): number for source, outcome, number in session.execute(deliveries)},
            executions=dict(session.execute(executions).all()),
            drifting=session.scalar(_drifting()) or 0,
        )


def read_queues() -> Queues:
    """Look at what waits; the cost has a fixed bound."""
    run, event = ExecutionRun, InboundEvent
    with reading() as session:
        starts = select(run.execution_id, run.next_attempt_at).where(run.next_attempt_at.is_not(None))
        next_starts = starts.order_by(run.next_attempt_at).limit(LOOKED_AT).subquery()
        oldest_start = select(func.min(WorkflowExecution.created_at)).join(
            next_starts, next_starts.c.execution_id == WorkflowExecution.id
        )
        events = select(event.received_at, event.next_attempt_at).where(event.next_attempt_at.is_not(None))
        next_events = events.order_by(event.next_attempt_at).limit(LOOKED_AT).subquery()
        oldest_event = select(func.min(next_events.c.received_at))
        return Queues(_queue(session, starts, oldest_start), _queue(session, events, oldest_event))


def count_starts(since: datetime, until: datetime, limits: Sequence[float]) -> list[StartCount]:
    """Count the starts that Temporal took between two moments (UTC), by origin and by how long each had waited.

    Bucket *n* holds what took up to ``limits[n]`` seconds, the last one what took longer.
    """
    values = {"since": since, "until": until, "limits": list(limits), "child": Origin.CHILD.value}
    with reading() as session:
        rows = session.execute(_STARTS, values).all()
    return [StartCount(Origin(origin), bucket, count, seconds) for origin, bucket, count, seconds in rows]


def _drifting() -> Select[int]:
    """One look in an index for each execution: OFFSET keeps PostgreSQL from reading all runs instead."""
    execution, run = WorkflowExecution, ExecutionRun
    seen = select(run.runtime_status).where(run.execution_id == execution.id).offset(0).lateral()
    recent = or_(execution.status.in_(OPEN), execution.created_at > utc_now() - RECENT)
    return (
        select(func.count())
        .select_from(execution)
        .join(seen, true())
        .where(recent, tuple_(execution.status, seen.c.runtime_status).in_(_DRIFTING))
    )


def _queue(session: ReadSession, waiting: Select[*tuple[object, ...]], oldest: Select[datetime]) -> Queue:
    number = session.scalar(select(func.count()).select_from(waiting.limit(COUNTED_TO).subquery())) or 0
    since = session.scalar(oldest)
    return Queue(number, max(0.0, (utc_now() - since).total_seconds()) if since else 0.0)
