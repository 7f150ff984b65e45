"""The recovery queue: roots that failed and that nothing has made good since, by what went wrong."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Subquery, func, select

from domain.vocabulary import ExecutionStatus
from storage.database import reading
from storage.failure_tables import Failure, FailureGroup
from storage.shared_tables import WorkflowTemplate

MOST_GROUPS = 200


@dataclass(frozen=True)
class FailureGroupRow:
    """``count`` failures of one kind, from ``first`` to ``last`` created (UTC); ``task`` is a JSON Pointer or empty."""

    id: str
    template_id: str
    template_name: str
    status: ExecutionStatus
    task: str
    error: str
    owner: str | None
    note: str | None
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Recovery:
    """``total`` failures in ``groups_total`` groups, of which the largest are given."""

    total: int
    groups_total: int
    groups: tuple[FailureGroupRow, ...]


def read_recovery(*, template_id: str | None = None, owner: str | None = None) -> Recovery:
    """The largest groups first, of one template or one owner where that is named."""
    counted = _counted()
    group, template = FailureGroup, WorkflowTemplate
    query = (
        select(
            *(getattr(group, name) for name in ("id", "template_id", "status", "task", "error", "owner", "note")),
            template.name.label("template_name"),
            counted.c.count,
            counted.c.first,
            counted.c.last,
            func.sum(counted.c.count).over().label("total"),
            func.count().over().label("groups_total"),
        )
        .join(counted, counted.c.group_id == group.id)
        .join(template, template.id == group.template_id)
        .order_by(counted.c.count.desc(), counted.c.last.desc())
        .limit(MOST_GROUPS)
    )
    if template_id:
        query = query.where(group.template_id == template_id)
    if owner:
        query = query.where(group.owner == owner)
    with reading() as session:
        rows = [dict(row) for row in session.execute(query).mappings()]
    totals = [(int(row.pop("total")), row.pop("groups_total")) for row in rows]
    total, groups_total = totals[0] if totals else (0, 0)
    return Recovery(total, groups_total, tuple(FailureGroupRow(**row) for row in rows))


def _counted() -> Subquery:
    return (
        select(
            Failure.group_id,
            func.count().label("count"),
            func.min(Failure.created_at).label("first"),
            func.max(Failure.created_at).label("last"),
        )
        .where(Failure.settled.is_(None))
        .group_by(Failure.group_id)
        .subquery()
    )
