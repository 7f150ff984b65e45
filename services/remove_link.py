"""Remove a link: the entity starts nothing any more."""

from sqlalchemy import delete

from domain.errors import NotFound
from services._ledger import record
from services._words import required
from storage.database import transaction
from storage.shared_tables import WorkflowTemplateLink


def remove_link(link_id: str, *, actor: str, reason: str) -> None:
    """Delete a link; later purchases of its entity leave a delivery NO_LINK. Raises: NotFound, InvalidInput."""
    reason = required(reason, "reason", 1000)
    with transaction() as session:
        link = session.get(WorkflowTemplateLink, link_id, with_for_update=True)
        if link is None:
            raise NotFound("link", link_id)
        record(
            session,
            actor,
            "link.remove",
            ("link", link_id),
            template_id=link.template_id,
            before={"entityType": link.entity_type.value, "entityId": link.entity_id},
            reason=reason,
        )
        session.execute(delete(WorkflowTemplateLink).where(WorkflowTemplateLink.id == link_id))
