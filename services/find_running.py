"""What runs already for a customer or a service request, to be told before one more is started."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Subquery, false, func, or_, select, true, union_all

from domain.vocabulary import ExecutionStatus
from storage.database import ReadSession, reading
from storage.own_tables import ExecutionRun
from storage.shared_tables import ServiceRequest, WorkflowExecution, WorkflowTemplate, WorkflowTemplateVersion

RUNNING = (ExecutionStatus.CREATED, ExecutionStatus.STARTED)
MOST = 20


@dataclass(frozen=True)
class RunningRow:
    """An execution that has not ended; ``for_request`` says that the service request names it. Times are UTC."""

    id: str
    name: str
    template_id: str
    template_name: str
    version: str
    status: ExecutionStatus
    created_at: datetime
    for_request: bool


def find_running(*, customer_id: str | None = None, service_request_id: str | None = None) -> list[RunningRow]:
    """Executions that have not ended and were started for this customer or service request, newest first.

    At most 20; sub-workflows are left out. Nothing is found where neither is given.
    """
    if not customer_id and not service_request_id:
        return []
    found = _named(customer_id or "", service_request_id or "")
    execution, version, template = WorkflowExecution, WorkflowTemplateVersion, WorkflowTemplate
    query = (
        select(
            execution.id,
            execution.name,
            template.id,
            template.name,
            version.version,
            execution.status,
            execution.created_at,
            found.c.for_request,
        )
        .join(found, found.c.id == execution.id)
        .join(version, version.id == execution.version_id)
        .join(template, template.id == version.template_id)
        .where(execution.status.in_(RUNNING), execution.parent_id.is_(None))
        .order_by(execution.created_at.desc(), execution.id.desc())
        .limit(MOST)
    )
    with reading() as session:
        return [RunningRow(*row) for row in session.execute(query)]


def _named(customer_id: str, service_request_id: str) -> Subquery:
    """Ids by index, where an empty text is nobody's: the customer's, the request's, and that which it is tied to."""
    run, request = ExecutionRun, ServiceRequest
    every = union_all(
        select(run.execution_id.label("id"), false().label("of")).where(run.customer_id == customer_id),
        select(run.execution_id, true()).where(run.service_request_id == service_request_id),
        select(request.execution_id, true()).where(request.id == service_request_id),
    ).subquery()
    return select(every.c.id, func.bool_or(every.c.of).label("for_request")).group_by(every.c.id).subquery()


def busy_among(
    session: ReadSession, customer_ids: Collection[str], service_request_ids: Collection[str]
) -> tuple[set[str], set[str]]:
    """Which of these customers and of these service requests have something running."""
    query = (
        select(ExecutionRun.customer_id, ExecutionRun.service_request_id)
        .join(WorkflowExecution, WorkflowExecution.id == ExecutionRun.execution_id)
        .where(
            WorkflowExecution.status.in_(RUNNING),
            WorkflowExecution.parent_id.is_(None),
            or_(
                ExecutionRun.customer_id.in_(customer_ids),
                ExecutionRun.service_request_id.in_(service_request_ids),
            ),
        )
        .distinct()
    )
    found = session.execute(query).all()
    return {*customer_ids} & {row[0] for row in found}, {*service_request_ids} & {row[1] for row in found}
