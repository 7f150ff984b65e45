"""A template, and one of its versions, as people name them."""

from dataclasses import dataclass

from sqlalchemy import select

from domain.errors import InvalidInput, NotFound
from storage.database import ReadSession, reading
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion


@dataclass(frozen=True)
class NamedVersion:
    """``version_id`` is None when no version was named."""

    template_id: str
    template_name: str
    version_id: str | None = None


def find_template(template: str, version: str | None = None) -> NamedVersion:
    """Find a template by its id or else by its name, and its version by number.

    Raises: NotFound, InvalidInput when several templates have the name.
    """
    with reading() as session:
        template_id, name = template_named(session, template)
        if version is None:
            return NamedVersion(template_id, name)
        table = WorkflowTemplateVersion
        query = select(table.id).where(table.template_id == template_id, table.version == version)
        found = session.scalars(query).one_or_none()
        if found is None:
            raise NotFound(f"version of {name}", version)
        return NamedVersion(template_id, name, found)


def template_named(session: ReadSession, asked: str) -> tuple[str, str]:
    """Id and name of the template that is called so, or has this id. Raises: NotFound, InvalidInput."""
    table = WorkflowTemplate
    query = select(table.id, table.name).where((table.id == asked) | (table.name == asked)).order_by(table.id)
    found = [(row[0], row[1]) for row in session.execute(query)]
    if not found:
        raise NotFound("template", asked)
    chosen = [each for each in found if each[0] == asked] or found
    if len(chosen) > 1:
        listed = ", ".join(template_id for template_id, _ in chosen)
        raise InvalidInput("template", f"several are called “{asked}”. Name the one you mean by its id: {listed}.")
    return chosen[0]
