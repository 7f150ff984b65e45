"""Change the name and description of a template."""

from services._ledger import record
from services._versions import lock_template
from services._words import optional, required
from storage.database import transaction


def edit_template(template_id: str, *, name: str, description: str | None, actor: str) -> None:
    """Rename a template or describe it anew. Raises: NotFound, InvalidInput."""
    name, description = required(name, "name"), optional(description, "description")
    with transaction() as session:
        template = lock_template(session, template_id)
        record(
            session,
            actor,
            "template.edit",
            ("template", template_id),
            template_id=template_id,
            before={"name": template.name, "description": template.description},
            after={"name": name, "description": description},
        )
        template.name, template.description = name, description
