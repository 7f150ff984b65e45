"""One link, by id or by its entity."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement

from domain.errors import NotFound
from domain.vocabulary import EntityType
from services._link_rows import LinkRow, select_links
from storage.database import reading
from storage.own_tables import LinkSetting
from storage.shared_tables import WorkflowTemplateLink


@dataclass(frozen=True)
class LinkDetail(LinkRow):
    """A link with its input expression (jq: payload → workflow input); None hands the payload over as it is."""

    input_expression: str | None


def get_link(link_id: str) -> LinkDetail:
    """Read one link. Raises: NotFound."""
    found = _one(WorkflowTemplateLink.id == link_id)
    if found is None:
        raise NotFound("link", link_id)
    return found


def find_link(entity_type: EntityType, entity_id: str) -> LinkDetail | None:
    """The link of an entity, which has one or none."""
    return _one(WorkflowTemplateLink.entity_type == entity_type, WorkflowTemplateLink.entity_id == entity_id)


def _one(*conditions: ColumnElement[bool]) -> LinkDetail | None:
    query = select_links().add_columns(LinkSetting.input_expression).where(*conditions)
    with reading() as session:
        found = session.execute(query).mappings().one_or_none()
    return LinkDetail(**found) if found else None
