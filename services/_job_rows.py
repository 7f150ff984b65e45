"""The columns that every reading of a job's rows shares."""

from sqlalchemy import ColumnElement, Select, func, select

from domain.vocabulary import Outcome
from storage.own_tables import Delivery, StartJobRow

OUTCOME: ColumnElement[Outcome | None] = func.coalesce(Delivery.outcome, StartJobRow.outcome)
"""That of its delivery, which may change; of a row without one, that of the row."""


def select_job_rows(job_id: str) -> Select[*tuple[object, ...]]:
    """Rows by number, with what came of each; never an input or a context."""
    row = StartJobRow
    return (
        select(
            row.number,
            row.name,
            OUTCOME.label("outcome"),
            func.coalesce(Delivery.detail, row.detail).label("detail"),
            row.done_at,
            row.delivery_id,
            Delivery.execution_id.label("execution_id"),
            row.service_request_id,
            row.task_group_id,
        )
        .outerjoin(Delivery, Delivery.id == row.delivery_id)
        .where(row.job_id == job_id)
        .order_by(row.number)
    )
