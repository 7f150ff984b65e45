"""What runs, what failed, and how many executions there were."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Date, cast, func, select, text

from domain.vocabulary import ExecutionStatus
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
    """Counts by status of the executions created since ``since`` (UTC), each counted up to 10,000."""

    since: datetime
    counts: dict[ExecutionStatus, int]
    running: tuple[ExecutionRow, ...]
    failed: tuple[ExecutionRow, ...]


def first_day(days: int) -> datetime:
    """The midnight (UTC) at which the last ``days`` days began, today among them."""
    return utc_now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days - 1)


def read_overview(days: int = 14, rows: int = 8) -> Overview:
    """Read the counts of the last ``days`` days, with the newest running and failed executions."""
    since = first_day(days)
    with reading() as session:
        counts = {status: _count(session, status, since) for status in ExecutionStatus}
    failed = (ExecutionStatus.FAILED, ExecutionStatus.FAILED_TO_START)
    return Overview(
        since=since,
        counts=counts,
        running=list_executions(ExecutionFilter(statuses=(ExecutionStatus.STARTED,), roots_only=True), size=rows).rows,
        failed=list_executions(ExecutionFilter(statuses=failed), size=rows).rows,
    )


def read_days(since: datetime) -> tuple[DayCount, ...]:
    """How many executions were created on each day since ``since``, by the status that they have now."""
    day = cast(WorkflowExecution.created_at, Date)
    query = (
        select(day.label("day"), WorkflowExecution.status, func.count().label("count"))
        .where(WorkflowExecution.created_at >= since)
        .group_by(text("1"), WorkflowExecution.status)
        .order_by(text("1"))
    )
    with reading() as session:
        return tuple(DayCount(**row) for row in session.execute(query).mappings())


def _count(session: ReadSession, status: ExecutionStatus, since: datetime) -> int:
    found = (
        select(WorkflowExecution.id)
        .where(WorkflowExecution.status == status, WorkflowExecution.created_at >= since)
        .limit(COUNT_LIMIT)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(found)) or 0
