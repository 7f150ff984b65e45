"""One execution with all that is stored of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func

from domain.acting import Subject
from domain.errors import NotFound
from domain.executions import drifts
from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import EntityType, ExecutionKind, ExecutionStatus, Format, Origin, RuntimeStatus, VersionStatus
from services._execution_rows import select_executions
from storage.database import reading
from storage.list_table import ListedExecution
from storage.own_tables import Delivery, ExecutionRun, TemplateSetting
from storage.shared_tables import (
    ServiceRequest,
    ServiceRequestTaskGroup,
    WorkflowExecution,
    WorkflowTemplate,
    WorkflowTemplateVersion,
)


@dataclass(frozen=True)
class ExecutionDetail:
    """An execution; what Pointsman's own row holds is None for executions that the backend made. Times are UTC.

    ``waiting_since`` is when its oldest open human task was opened.
    ``service_request_id`` and ``task_group_id`` are what it was started for, or else what the backend tied to it.
    """

    id: str
    name: str
    status: ExecutionStatus
    runtime_status: RuntimeStatus | None
    template_id: str
    template_name: str
    version_id: str
    version: str
    active_version_id: str | None
    is_custom: bool
    created_at: datetime
    started_at: datetime | None
    closed_at: datetime | None
    observed_at: datetime | None
    origin: Origin | None
    kind: ExecutionKind | None
    started_by: str | None
    reason: str | None
    parent_id: str | None
    root_id: str | None
    context: JsonObject | None
    input: JsonValue
    failure: JsonObject | None
    run_id: str | None
    interpreter_version: str | None
    start_attempts: int | None
    next_attempt_at: datetime | None
    waiting_since: datetime | None
    delivery_id: str | None
    entity_type: EntityType | None
    entity_id: str | None
    service_request_id: str | None
    task_group_id: str | None
    customer_id: str | None
    subscription_id: str | None
    version_status: VersionStatus
    retried_from: str | None

    @property
    def subject(self) -> Subject:
        """The facts that decide what may be done with it."""
        return Subject(
            status=self.status,
            runtime_status=self.runtime_status,
            kind=self.kind,
            version_status=self.version_status,
            is_child=self.parent_id is not None,
            is_ours=self.origin is not None,
            is_off=self.active_version_id is None,
            is_custom=self.is_custom,
            interpreter_version=self.interpreter_version,
        )

    @property
    def is_drifting(self) -> bool:
        """True when status and runtime status disagree."""
        return drifts(self.status, self.runtime_status)


def get_execution(execution_id: str) -> ExecutionDetail:
    """Read one execution, made by Pointsman or by the backend. Raises: NotFound."""
    execution, run = WorkflowExecution, ExecutionRun
    query = (
        select_executions()
        .add_columns(
            WorkflowTemplate.active_version_id.label("active_version_id"),
            TemplateSetting.format.is_not_distinct_from(Format.CUSTOM).label("is_custom"),
            run.observed_at,
            run.reason,
            execution.context,
            run.input,
            run.failure,
            run.run_id.label("run_id"),
            run.interpreter_version,
            run.start_attempts,
            run.next_attempt_at,
            case((execution.status == ExecutionStatus.STARTED, run.waiting_since)).label("waiting_since"),
            run.delivery_id,
            Delivery.entity_type,
            Delivery.entity_id,
            WorkflowTemplateVersion.status.label("version_status"),
            run.retried_from.label("retried_from"),
            func.coalesce(run.service_request_id, ServiceRequest.id).label("service_request_id"),
            func.coalesce(run.task_group_id, ServiceRequestTaskGroup.id).label("task_group_id"),
            ListedExecution.customer_id,
            ListedExecution.subscription_id,
        )
        .outerjoin(TemplateSetting, TemplateSetting.template_id == WorkflowTemplate.id)
        .outerjoin(ListedExecution, ListedExecution.id == execution.id)
        .outerjoin(Delivery, Delivery.id == run.delivery_id)
        .outerjoin(ServiceRequest, ServiceRequest.execution_id == execution.id)
        .outerjoin(ServiceRequestTaskGroup, ServiceRequestTaskGroup.execution_id == execution.id)
        .where(execution.id == execution_id)
    )
    with reading() as session:
        found = session.execute(query).mappings().one_or_none()
    if found is None:
        raise NotFound("execution", execution_id)
    return ExecutionDetail(**found)
