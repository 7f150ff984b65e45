"""How often versions fail and how long they take, and when they were activated."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from domain.vocabulary import ExecutionKind, ExecutionStatus
from services._pointer import MOVES
from storage.database import reading
from storage.list_table import ListedExecution as Listed
from storage.own_tables import LedgerEntry
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion

MOST_VERSIONS = 20
MOST_MARKS = 200
_FAILED = (ExecutionStatus.FAILED, ExecutionStatus.FAILED_TO_START)


@dataclass(frozen=True)
class VersionRate:
    """Executions of one version: ``median_ms`` and ``slow_ms`` (95th percentile) are of those that completed."""

    template_id: str
    template_name: str
    version_id: str
    version: str
    executions: int
    failed: int
    ended: int
    median_ms: float | None
    slow_ms: float | None

    @property
    def failure_rate(self) -> float | None:
        """The part that failed of those that ended, from 0 to 1; None while none has ended."""
        return self.failed / self.ended if self.ended else None


@dataclass(frozen=True)
class Mark:
    """The points of a template were moved at ``at`` (UTC); ``version`` None: it was switched off."""

    at: datetime
    template_id: str
    template_name: str
    version: str | None
    by: str


def read_rates(since: datetime) -> tuple[VersionRate, ...]:
    """The versions with the most failures, then with the most executions, of those created since ``since``.

    Test runs do not count, and sub-workflows count as executions of their own versions.
    """
    status, took = Listed.status, Listed.took_ms
    completed, failed = status == ExecutionStatus.COMPLETED, func.count().filter(status.in_(_FAILED))
    total = func.count()
    counted = (
        select(
            Listed.template_id,
            Listed.version_id,
            total.label("executions"),
            failed.label("failed"),
            func.count().filter(status.in_((*_FAILED, ExecutionStatus.COMPLETED))).label("ended"),
            func.percentile_cont(0.5).within_group(took).filter(completed).label("median_ms"),
            func.percentile_cont(0.95).within_group(took).filter(completed).label("slow_ms"),
        )
        .where(Listed.created_at >= since, Listed.kind.is_distinct_from(ExecutionKind.TEST))
        .group_by(Listed.template_id, Listed.version_id)
        .order_by(failed.desc(), total.desc())
        .limit(MOST_VERSIONS)
        .subquery()
    )
    template, version = WorkflowTemplate, WorkflowTemplateVersion
    query = (
        select(counted, template.name.label("template_name"), version.version)
        .join(template, template.id == counted.c.template_id)
        .join(version, version.id == counted.c.version_id)
        .order_by(counted.c.failed.desc(), counted.c.executions.desc(), counted.c.version_id)
    )
    with reading() as session:
        return tuple(VersionRate(**row) for row in session.execute(query).mappings())


def read_marks(since: datetime) -> tuple[Mark, ...]:
    """The newest 200 moves of points since ``since``, oldest first."""
    row, template = LedgerEntry, WorkflowTemplate
    query = (
        select(
            row.at,
            template.id.label("template_id"),
            template.name.label("template_name"),
            row.after["version"].astext.label("version"),
            row.actor.label("by"),
        )
        .join(template, template.id == row.template_id)
        .where(row.action.in_(MOVES), row.at >= since)
        .order_by(row.id.desc())
        .limit(MOST_MARKS)
    )
    with reading() as session:
        return tuple(Mark(**found) for found in reversed(session.execute(query).mappings().all()))
