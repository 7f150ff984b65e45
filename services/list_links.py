"""Links with their templates."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, tuple_

from domain.errors import InvalidInput
from domain.vocabulary import EntityType
from services._keyset import cursor_of_texts, texts_of
from storage.database import reading
from storage.own_tables import Delivery, LinkSetting
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateLink, WorkflowTemplateVersion


@dataclass(frozen=True)
class LinkRow:
    """One link; ``active_version`` is None while the template is off. Times are UTC."""

    id: str
    entity_type: EntityType
    entity_id: str
    enabled: bool
    template_id: str
    template_name: str
    active_version: str | None
    last_fired_at: datetime | None


def list_links(
    *,
    template_id: str | None = None,
    link_id: str | None = None,
    search: str = "",
    after: str | None = None,
    limit: int = 500,
) -> list[LinkRow]:
    """Links by entity, at most ``limit``; ``search`` looks in entity ids and template names.

    ``after`` is the cursor of a row: the list begins with the next one. Raises: InvalidInput for one that is none.
    """
    query = _query().order_by(WorkflowTemplateLink.entity_type, WorkflowTemplateLink.entity_id).limit(limit)
    if template_id:
        query = query.where(WorkflowTemplateLink.template_id == template_id)
    if link_id:
        query = query.where(WorkflowTemplateLink.id == link_id)
    if search.strip():
        inside = func.lower(search.strip())
        query = query.where(
            or_(
                func.strpos(func.lower(WorkflowTemplateLink.entity_id), inside) > 0,
                func.strpos(func.lower(WorkflowTemplate.name), inside) > 0,
            )
        )
    if after:
        query = query.where(_behind(after))
    with reading() as session:
        return [LinkRow(**row) for row in session.execute(query).mappings()]


def cursor_of_link(row: LinkRow) -> str:
    """Where a row stands in the list."""
    return cursor_of_texts(row.entity_type, row.entity_id)


def _behind(cursor: str) -> ColumnElement[bool]:
    kind, entity_id = texts_of(cursor, 2)
    if kind not in set(EntityType):
        raise InvalidInput("page", "this is no page of the list. Go back to the first page.")
    place = tuple_(WorkflowTemplateLink.entity_type, WorkflowTemplateLink.entity_id)
    return place > tuple_(literal(EntityType(kind), WorkflowTemplateLink.entity_type.type), entity_id)


def _query() -> Select[*tuple[object, ...]]:
    last = (
        select(func.max(Delivery.received_at))
        .where(
            Delivery.entity_type == WorkflowTemplateLink.entity_type,
            Delivery.entity_id == WorkflowTemplateLink.entity_id,
        )
        .scalar_subquery()
    )
    return (
        select(
            WorkflowTemplateLink.id,
            WorkflowTemplateLink.entity_type.label("entity_type"),
            WorkflowTemplateLink.entity_id.label("entity_id"),
            func.coalesce(LinkSetting.enabled, True).label("enabled"),
            WorkflowTemplate.id.label("template_id"),
            WorkflowTemplate.name.label("template_name"),
            WorkflowTemplateVersion.version.label("active_version"),
            last.label("last_fired_at"),
        )
        .join(WorkflowTemplate, WorkflowTemplate.id == WorkflowTemplateLink.template_id)
        .outerjoin(LinkSetting, LinkSetting.link_id == WorkflowTemplateLink.id)
        .outerjoin(WorkflowTemplateVersion, WorkflowTemplateVersion.id == WorkflowTemplate.active_version_id)
    )
