"""Link a service-catalogue entry or a product to the template that it shall start."""

from sqlalchemy import select, text

from domain.errors import Conflict
from domain.json_types import JsonObject
from domain.vocabulary import EntityType
from services._ledger import record
from services._versions import lock_template
from services._words import required
from storage.database import WriteSession, transaction
from storage.own_tables import LinkSetting
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateLink

_ONE_AFTER_THE_OTHER = text("SELECT pg_advisory_xact_lock(hashtextextended(:entity, 0))")
"""So that the second of two people who link an entity at once is told who holds it."""


def add_link(template_id: str, *, entity_type: EntityType, entity_id: str, actor: str) -> str:
    """Create an enabled link and return its id. An entity has one link.

    Raises: NotFound, InvalidInput, Conflict that names the template which holds the entity.
    """
    entity_id = required(entity_id, "entity id")
    link = WorkflowTemplateLink(template_id=template_id, entity_type=entity_type, entity_id=entity_id)
    with transaction() as session:
        template = lock_template(session, template_id)
        _check_free(session, entity_type, entity_id)
        session.add(link)
        session.flush()
        session.add(LinkSetting(link_id=link.id, enabled=True))
        after: JsonObject = {"entityType": entity_type.value, "entityId": entity_id}
        record(session, actor, "link.add", ("link", link.id), template_id=template.id, after=after)
        return link.id


def _check_free(session: WriteSession, entity_type: EntityType, entity_id: str) -> None:
    session.execute(_ONE_AFTER_THE_OTHER, {"entity": f"{entity_type}:{entity_id}"})
    holder = session.scalar(
        select(WorkflowTemplate.name)
        .join(WorkflowTemplateLink, WorkflowTemplateLink.template_id == WorkflowTemplate.id)
        .where(WorkflowTemplateLink.entity_type == entity_type, WorkflowTemplateLink.entity_id == entity_id)
    )
    if holder:
        raise Conflict(f"“{entity_id}” is linked to “{holder}” already. Move that link instead: an entity has one.")
