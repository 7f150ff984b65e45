"""Delete a template that never started anything."""

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from domain.errors import NotAllowed, shorten
from services._ledger import record
from services._versions import lock_template
from services._words import required
from storage.database import transaction
from storage.own_tables import Job
from storage.shared_tables import WorkflowExecution, WorkflowTemplate, WorkflowTemplateLink, WorkflowTemplateVersion

_CALLER = text("""
    SELECT t.name || ' ' || caller.version
    FROM public."WorkflowTemplateVersion" called
    CROSS JOIN LATERAL pointsman.callers_of(called) caller
    JOIN public."WorkflowTemplate" t ON t.id = caller."workflowTemplateId"
    WHERE called."workflowTemplateId" = :id AND t.id <> :id LIMIT 1""")


def delete_template(template_id: str, *, actor: str, reason: str) -> None:
    """Delete a template with its versions (rule 11).

    Raises: NotFound, InvalidInput, NotAllowed when it has executions, jobs or links, or another template calls it.
    """
    reason = required(reason, "reason")
    with transaction() as session:
        template = lock_template(session, template_id)
        if refusal := deletion_refusal(session, template):
            raise NotAllowed(refusal)
        record(
            session,
            actor,
            "template.delete",
            ("template", template_id),
            template_id=template_id,
            before={"name": template.name},
            reason=reason,
        )
        session.execute(delete(WorkflowTemplate).where(WorkflowTemplate.id == template_id))


def deletion_refusal(session: Session, template: WorkflowTemplate) -> str | None:
    """Why the template cannot be deleted, or None."""
    versions = select(WorkflowTemplateVersion.id).where(WorkflowTemplateVersion.template_id == template.id)
    if session.scalar(select(WorkflowExecution.id).where(WorkflowExecution.version_id.in_(versions)).limit(1)):
        return f"“{template.name}” has executions and cannot be deleted. Switch it off instead."
    if job := session.scalar(select(Job.name).where(Job.template_id == template.id).limit(1)):
        return f"“{template.name}” has the job “{shorten(job)}” and cannot be deleted. Switch it off instead."
    links = select(WorkflowTemplateLink.entity_id).where(WorkflowTemplateLink.template_id == template.id).limit(1)
    if linked := session.scalar(links):
        return f"“{template.name}” is linked to {linked}. Remove its links first."
    if caller := session.scalar(_CALLER, {"id": template.id}):
        return f"“{template.name}” is called by {caller} and cannot be deleted."
    return None
