"""The columns that every reading of links shares: template, active version, and how the link fired."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select

from domain.vocabulary import EntityType, Outcome
from storage.own_tables import Delivery, LinkSetting
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateLink, WorkflowTemplateVersion

MOST_COUNTED = 1000
"""Firings are counted up to here: an entity may have millions."""


@dataclass(frozen=True)
class LinkRow:
    """One link; ``active_version`` is None while the template is off. Times are UTC.

    It fired with each delivery of its entity that was no duplicate, whatever came of it; ``fired`` counts them up to
    ``MOST_COUNTED``.
    """

    id: str
    entity_type: EntityType
    entity_id: str
    enabled: bool
    has_expression: bool
    template_id: str
    template_name: str
    active_version: str | None
    last_fired_at: datetime | None
    fired: int


def select_links() -> Select[*tuple[object, ...]]:
    """Links with their templates, settings and firings; the firings are read for the rows that are left."""
    link, setting = WorkflowTemplateLink, LinkSetting
    return joined(
        select(
            link.id,
            link.entity_type.label("entity_type"),
            link.entity_id.label("entity_id"),
            enabled().label("enabled"),
            setting.input_expression.is_not(None).label("has_expression"),
            WorkflowTemplate.id.label("template_id"),
            WorkflowTemplate.name.label("template_name"),
            WorkflowTemplateVersion.version.label("active_version"),
            _last_fired(),
            _fired(),
        )
    )


def joined(query: Select[*tuple[object, ...]]) -> Select[*tuple[object, ...]]:
    """``query`` of links with template, setting and active version joined to it."""
    return (
        query.select_from(WorkflowTemplateLink)
        .join(WorkflowTemplate, WorkflowTemplate.id == WorkflowTemplateLink.template_id)
        .outerjoin(LinkSetting, LinkSetting.link_id == WorkflowTemplateLink.id)
        .outerjoin(WorkflowTemplateVersion, WorkflowTemplateVersion.id == WorkflowTemplate.active_version_id)
    )


def enabled() -> ColumnElement[bool]:
    """Whether a link is enabled; one that the backend made is."""
    return func.coalesce(LinkSetting.enabled, True)


def of_the_link() -> ColumnElement[bool]:
    """Deliveries of a link's entity, duplicates left out."""
    return and_(
        Delivery.entity_type == WorkflowTemplateLink.entity_type,
        Delivery.entity_id == WorkflowTemplateLink.entity_id,
        Delivery.outcome.is_distinct_from(Outcome.DUPLICATE),
    )


def _last_fired() -> ColumnElement[datetime]:
    newest = select(Delivery.received_at).where(of_the_link()).order_by(Delivery.received_at.desc()).limit(1)
    return newest.correlate(WorkflowTemplateLink).scalar_subquery().label("last_fired_at")


def _fired() -> ColumnElement[int]:
    some = select(Delivery.received_at).where(of_the_link()).limit(MOST_COUNTED).correlate(WorkflowTemplateLink)
    return select(func.count()).select_from(some.subquery()).scalar_subquery().label("fired")
