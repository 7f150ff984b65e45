"""The columns that every reading of a job's rows shares."""

from sqlalchemy import ColumnElement, Select, func, select, type_coerce

from domain.vocabulary import ItemOutcome
from storage.own_tables import Delivery, JobItem
from storage.shared_tables import WorkflowExecution

OUTCOME: ColumnElement[ItemOutcome | None] = func.coalesce(
    type_coerce(Delivery.outcome, JobItem.outcome.type), JobItem.outcome
)
"""That of its delivery, which may change; of a row without one, that of the row."""


def select_job_rows(job_id: str) -> Select[*tuple[object, ...]]:
    """Rows by number, with what came of each; never an input or a context."""
    row = JobItem
    return (
        select(
            row.number,
            func.coalesce(row.name, WorkflowExecution.name).label("name"),
            OUTCOME.label("outcome"),
            func.coalesce(Delivery.detail, row.detail).label("detail"),
            row.done_at,
            row.delivery_id,
            func.coalesce(Delivery.execution_id, row.execution_id).label("execution_id"),
            row.execution_id.label("subject_id"),
            row.service_request_id,
            row.task_group_id,
        )
        .outerjoin(Delivery, Delivery.id == row.delivery_id)
        .outerjoin(WorkflowExecution, WorkflowExecution.id == row.execution_id)
        .where(row.job_id == job_id)
        .order_by(row.number)
    )
