"""Delete a draft that nothing refers to."""

from sqlalchemy import delete

from domain.lifecycle import check_can_delete
from services._ledger import record
from services._versions import facts_of, lock_version
from storage.database import transaction
from storage.shared_tables import WorkflowTemplateVersion


def delete_draft(version_id: str, *, actor: str) -> None:
    """Delete a draft without executions or callers (rules 1, 11). Raises: NotFound, NotAllowed."""
    with transaction() as session:
        locked = lock_version(session, version_id)
        check_can_delete(facts_of(session, locked))
        record(
            session,
            actor,
            "version.delete",
            ("version", version_id),
            template_id=locked.template.id,
            before={"version": locked.version.version},
        )
        session.execute(delete(WorkflowTemplateVersion).where(WorkflowTemplateVersion.id == version_id))
