"""Move a link: from now on its entity starts another template."""

from sqlalchemy import select

from domain.errors import Conflict, NotFound
from domain.json_types import JsonObject
from services._ledger import newest_deed, record
from services._link_settings import Deed
from services._versions import lock_template
from services._words import required
from storage.database import WriteSession, transaction
from storage.own_tables import LedgerEntry
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateLink


def move_link(link_id: str, template_id: str, *, seen_template_id: str, actor: str, reason: str) -> None:
    """Point a link at another template; it stays enabled or disabled, and keeps its input expression.

    Compare-and-set on the template that the person saw it start. Running executions stay where they are.
    Raises: NotFound, InvalidInput, Conflict that tells who moved it meanwhile, and where to.
    """
    reason = required(reason, "reason", 1000)
    with transaction() as session:
        target = lock_template(session, template_id)
        link = session.get(WorkflowTemplateLink, link_id, with_for_update=True, populate_existing=True)
        if link is None:
            raise NotFound("link", link_id)
        if link.template_id != seen_template_id:
            raise Conflict(_moved(session, link))
        if link.template_id == target.id:
            raise Conflict(f"“{link.entity_id}” starts “{target.name}” already.")
        move(session, link, target, Deed(actor, reason, target.id))


def move(session: WriteSession, link: WorkflowTemplateLink, target: WorkflowTemplate, deed: Deed) -> None:
    """Move a locked link, with a row of the ledger for each of the two templates."""
    entity: JsonObject = {"entityType": link.entity_type.value, "entityId": link.entity_id}
    before: JsonObject = {**entity, "templateId": link.template_id, "template": _name(session, link.template_id)}
    after: JsonObject = {**entity, "templateId": target.id, "template": target.name}
    left, moved = ("template", link.template_id), ("link", link.id)
    actor, reason = deed.actor, deed.reason
    record(session, actor, "link.leave", left, template_id=left[1], before=before, after=after, reason=reason)
    record(session, actor, "link.move", moved, template_id=target.id, before=before, after=after, reason=reason)
    link.template_id = target.id


def _name(session: WriteSession, template_id: str) -> str | None:
    return session.scalar(select(WorkflowTemplate.name).where(WorkflowTemplate.id == template_id))


def _moved(session: WriteSession, link: WorkflowTemplateLink) -> str:
    moves = (LedgerEntry.subject_id == link.id) & LedgerEntry.action.in_(["link.move", "link.add"])
    deed = newest_deed(session, moves)
    return (
        f"“{link.entity_id}” starts “{_name(session, link.template_id)}” now: it was moved meanwhile{deed}. "
        "Look again, then decide."
    )
