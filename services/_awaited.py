"""The sub-workflows that live and end with an execution, and those that were started to live on their own."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from domain.vocabulary import ExecutionStatus, RuntimeStatus
from storage.own_tables import ExecutionRun
from storage.shared_tables import WorkflowExecution

_OPEN = (ExecutionStatus.CREATED, ExecutionStatus.STARTED)


def running_below(session: Session, execution_id: str) -> tuple[str, ...]:
    """Ids of awaited descendants, at any depth, that have not ended, parents before their children.

    Below a sub-workflow that was not awaited nothing is looked for: it was started to live on its own. One that
    Temporal does not know, because its parent ended before it could start it, does not run.
    """
    query = select_running_below(WorkflowExecution.parent_id == execution_id, WorkflowExecution.id)
    return tuple(session.scalars(query))


def select_running_below(
    first: ColumnElement[bool], *columns: Any, awaited_only: bool = True
) -> Select[*tuple[Any, ...]]:
    """Columns of what has not ended below: of those that are ``first``, and of their descendants."""
    execution, run = WorkflowExecution, ExecutionRun
    known = select(execution.id).outerjoin(run, run.execution_id == execution.id)
    known = known.where(func.coalesce(run.awaited, True)) if awaited_only else known
    below = known.where(first).cte("below", recursive=True)
    below = below.union(known.join(below, execution.parent_id == below.c.id))
    is_open = and_(
        execution.status.in_(_OPEN),
        run.closed_at.is_(None),
        run.runtime_status.is_distinct_from(RuntimeStatus.NOT_FOUND),
    )
    return (
        select(*columns)
        .select_from(execution)
        .join(below, below.c.id == execution.id)
        .join(run, run.execution_id == execution.id)
        .where(is_open)
        .order_by(execution.created_at, execution.id)
    )
