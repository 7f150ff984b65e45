"""Two versions of one template, told by their numbers, to compare them."""

from dataclasses import dataclass

from sqlalchemy import select

from domain.errors import NotFound
from domain.json_types import JsonValue
from services.find_template import template_named
from storage.database import ReadSession, reading
from storage.shared_tables import WorkflowTemplateVersion


@dataclass(frozen=True)
class VersionPair:
    """The definitions of two versions of the template ``name``."""

    name: str
    old: JsonValue
    new: JsonValue


def compare_versions(template: str, old: str, new: str) -> VersionPair:
    """Read the definitions of two versions of a template, which is told by its id or else by its name.

    Raises: NotFound for a template or version that is not there, InvalidInput when several templates have the name.
    """
    with reading() as session:
        template_id, name = template_named(session, template)
        return VersionPair(name, *(_definition(session, template_id, name, version) for version in (old, new)))


def _definition(session: ReadSession, template_id: str, name: str, version: str) -> JsonValue:
    table = WorkflowTemplateVersion
    query = select(table.definition).where(table.template_id == template_id, table.version == version)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound(f"version of {name}", version)
    definition: JsonValue = found[0]
    return definition
