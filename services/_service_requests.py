"""Tying an execution to the backend's service request or task group; only that one column is ever written."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from storage.database import WriteSession
from storage.shared_tables import ServiceRequest, ServiceRequestTaskGroup


def unknown_reference(session: Session, service_request_id: str | None, task_group_id: str | None) -> str | None:
    """Why the ids cannot be tied to an execution, or None when the backend knows each that is given."""
    if service_request_id and session.get(ServiceRequest, service_request_id) is None:
        return f"The service request “{service_request_id[:60]}” is not known to the backend."
    if task_group_id and session.get(ServiceRequestTaskGroup, task_group_id) is None:
        return f"The task group “{task_group_id[:60]}” is not known to the backend."
    return None


def attach(
    session: WriteSession, execution_id: str, service_request_id: str | None, task_group_id: str | None = None
) -> None:
    """Set ``workflowExecutionId`` of the service request and task group, where given."""
    if service_request_id:
        session.execute(
            update(ServiceRequest).where(ServiceRequest.id == service_request_id).values(execution_id=execution_id)
        )
    if task_group_id:
        session.execute(
            update(ServiceRequestTaskGroup)
            .where(ServiceRequestTaskGroup.id == task_group_id)
            .values(execution_id=execution_id)
        )
