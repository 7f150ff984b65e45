"""What an execution does again, and what did it again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, literal, select, union_all

from domain.vocabulary import ExecutionStatus
from storage.database import reading
from storage.own_tables import ExecutionRun
from storage.shared_tables import WorkflowExecution, WorkflowTemplateVersion


@dataclass(frozen=True)
class RerunRow:
    """One execution at the other end. Times are UTC."""

    id: str
    status: ExecutionStatus
    version: str
    started_by: str
    created_at: datetime


@dataclass(frozen=True)
class Reruns:
    """``of`` is the execution that this one does again, ``by`` those that do it again, oldest first."""

    of: RerunRow | None
    by: tuple[RerunRow, ...]


def list_reruns(execution_id: str, retried_from: str | None) -> Reruns:
    """Both ends of an execution, of which ``retried_from`` is known already."""
    execution, run, version = WorkflowExecution, ExecutionRun, WorkflowTemplateVersion
    again = select(run.execution_id.label("id")).where(run.retried_from == execution_id)
    ends = union_all(again, select(literal(retried_from, Text))).subquery()
    query = (
        select(
            execution.id, execution.status, version.version, run.started_by, execution.created_at.label("created_at")
        )
        .join(run, run.execution_id == execution.id)
        .join(version, version.id == execution.version_id)
        .where(execution.id.in_(select(ends.c.id)))
        .order_by(execution.created_at, execution.id)
    )
    with reading() as session:
        found = [RerunRow(**row) for row in session.execute(query).mappings()]
    of = next((row for row in found if row.id == retried_from), None)
    return Reruns(of, tuple(row for row in found if row is not of))
