"""What runs, what failed, and how many executions there were each day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Date, cast, func, select, text

from domain.vocabulary import ExecutionStatus
from services.count_executions import Count, count_executions
from services.list_executions import ExecutionFilter, ExecutionRow, list_executions
from storage.database import ReadSession, reading
from storage.shared_tables import WorkflowExecution, utc_now

COUNT_LIMIT = 10_000


@dataclass(frozen=True)
class DayCount:
    """Executions that were created on one day (UTC) and now have this status."""

    day: date
    status: ExecutionStatus
    count: int


@dataclass(frozen=True)
class Overview:
    """Counts by status of the executions created since ``since`` (UTC), each counted up to 10,000.

    ``waiting`` is how many wait for a person now, whenever they were created.
    """

    since: datetime
    counts: dict[ExecutionStatus, int]
    days: tuple[DayCount, ...]
    running: tuple[ExecutionRow, ...]
    failed: tuple[ExecutionRow, ...]
    waiting: Count


def read_overview(days: int = 14, rows: int = 8) -> Overview:
    """Read the overview of the last ``days`` days, with the newest running and failed executions."""
    since = _midnight(utc_now()) - timedelta(days=days - 1)
    with reading() as session:
        counts = {status: _count(session, status, since) for status in ExecutionStatus}
        per_day = _per_day(session, since)
    failed = (ExecutionStatus.FAILED, ExecutionStatus.FAILED_TO_START)
    return Overview(
        since=since,
        counts=counts,
        days=per_day,
        running=list_executions(ExecutionFilter(statuses=(ExecutionStatus.STARTED,), roots_only=True), size=rows).rows,
        failed=list_executions(ExecutionFilter(statuses=failed), size=rows).rows,
        waiting=count_executions(ExecutionFilter(waiting=True)),
    )


def _count(session: ReadSession, status: ExecutionStatus, since: datetime) -> int:
    found = (
        select(WorkflowExecution.id)
        .where(WorkflowExecution.status == status, WorkflowExecution.created_at >= since)
        .limit(COUNT_LIMIT)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(found)) or 0


def _per_day(session: ReadSession, since: datetime) -> tuple[DayCount, ...]:
    day = cast(WorkflowExecution.created_at, Date)
    query = (
        select(day.label("day"), WorkflowExecution.status, func.count().label("count"))
        .where(WorkflowExecution.created_at >= since)
        .group_by(text("1"), WorkflowExecution.status)
        .order_by(text("1"))
    )
    return tuple(DayCount(**row) for row in session.execute(query).mappings())


def _midnight(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
