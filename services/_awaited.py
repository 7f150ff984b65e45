"""The sub-workflows that live and end with an execution."""

from sqlalchemy import and_, func, select
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
    execution, run = WorkflowExecution, ExecutionRun
    awaited = (
        select(execution.id).outerjoin(run, run.execution_id == execution.id).where(func.coalesce(run.awaited, True))
    )
    below = awaited.where(execution.parent_id == execution_id).cte("below", recursive=True)
    below = below.union(awaited.join(below, execution.parent_id == below.c.id))
    is_open = and_(
        execution.status.in_(_OPEN),
        run.closed_at.is_(None),
        run.runtime_status.is_distinct_from(RuntimeStatus.NOT_FOUND),
    )
    query = (
        select(execution.id)
        .join(below, below.c.id == execution.id)
        .join(run, run.execution_id == execution.id)
        .where(is_open)
        .order_by(execution.created_at, execution.id)
    )
    return tuple(session.scalars(query))
