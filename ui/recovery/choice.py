"""Of which template failures are shown."""

from domain.errors import shorten
from services.list_templates import list_templates
from ui.filters import choose


def choose_template() -> str | None:
    """Draw the box; the choice stays in the address."""
    names = {row.id: row.name for row in list_templates()}
    return choose("Template", "template", [*names], lambda key: shorten(names.get(key, f"Unknown template {key}")))
