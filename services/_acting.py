"""What the verbs that act on a running execution share."""

from sqlalchemy import select

from domain.errors import NotAllowed, NotFound
from domain.json_types import JsonObject
from domain.vocabulary import ExecutionStatus, Format
from services._ledger import record
from storage.database import reading, transaction
from storage.own_tables import TemplateSetting
from storage.shared_tables import WorkflowExecution, WorkflowTemplateVersion


def check_running(execution_id: str) -> None:
    """Refuse to act on an execution that is not started. Raises: NotFound, NotAllowed."""
    with reading() as session:
        execution = session.get(WorkflowExecution, execution_id)
        if execution is None:
            raise NotFound("execution", execution_id)
        if execution.status is not ExecutionStatus.STARTED:
            status = execution.status.lower().replace("_", " ")
            raise NotAllowed(f"“{execution.name}” is {status}; only a started execution can be acted on.")


def check_interpreted(execution_id: str) -> ExecutionStatus | None:
    """Refuse what only Pointsman's own interpreter can do, else give the stored status; None for an unknown id.

    Raises: NotAllowed for a custom execution.
    """
    query = (
        select(WorkflowExecution.name, WorkflowExecution.status, TemplateSetting.format)
        .join(WorkflowTemplateVersion, WorkflowTemplateVersion.id == WorkflowExecution.version_id)
        .outerjoin(TemplateSetting, TemplateSetting.template_id == WorkflowTemplateVersion.template_id)
        .where(WorkflowExecution.id == execution_id)
    )
    with reading() as session:
        name, status, dialect = session.execute(query).one_or_none() or (None, None, None)
    if dialect is Format.CUSTOM:
        raise NotAllowed(f"“{name}” runs on its own team's worker, which tells nothing about its tasks.")
    return status


def note_deed(execution_id: str, action: str, actor: str, *, after: JsonObject, reason: str | None) -> None:
    """Write what was done to an execution to the ledger."""
    with transaction() as session:
        record(session, actor, action, ("execution", execution_id), after=after, reason=reason)
