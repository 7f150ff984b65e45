"""One link."""

from dataclasses import dataclass

from domain.errors import NotFound
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
    query = select_links().add_columns(LinkSetting.input_expression).where(WorkflowTemplateLink.id == link_id)
    with reading() as session:
        found = session.execute(query).mappings().one_or_none()
    if found is None:
        raise NotFound("link", link_id)
    return LinkDetail(**found)
