"""Where in a JSON Schema of a definition a path leads: to which property, and to which keyword of it."""

from dataclasses import dataclass

from domain.definition_graph.texts import part
from domain.diff.following import at
from domain.diff.model import Path
from domain.diff.telling.place import Place
from domain.json_types import JsonValue
from domain.open_workflow.calls import HUMAN_TASK

_SCHEMAS: tuple[tuple[Path, str], ...] = (
    (("input", "schema", "document"), "input"),
    (("output", "schema", "document"), "output"),
    (("export", "schema", "document"), "context"),
    (("with", "form"), "form"),
)


@dataclass(frozen=True)
class SchemaPlace:
    """``field`` are the properties on the way, ``[]`` for the entries of a list; ``tail`` leads on below ``keyword``.

    ``parent`` is the schema around what the path leads to. ``is_field`` is true where it leads to a property itself.
    """

    noun: str
    field: tuple[str, ...]
    keyword: str
    tail: Path
    parent: JsonValue
    is_field: bool = False


def schema_place(place: Place) -> SchemaPlace | None:
    """What ``place`` is of a schema of data, None where it is in none."""
    for path, noun in _SCHEMAS:
        if place.inner[: len(path)] != path or (noun == "form" and part(place.holder, "call") != HUMAN_TASK):
            continue
        return _walk(noun, at(place.holder, path), place.inner[len(path) :])
    return None


def _walk(noun: str, schema: JsonValue, path: Path) -> SchemaPlace:
    field: tuple[str, ...] = ()
    while path:
        if path[0] == "properties" and len(path) > 1:
            field, length = (*field, str(path[1])), 2
        elif path[0] == "items" and len(path) > 1 and isinstance(path[1], str):
            field, length = (*field, "[]"), 1
        else:
            return SchemaPlace(noun, field, str(path[0]), path[1:], schema)
        if len(path) == length:
            return SchemaPlace(noun, field, "", (), schema, is_field=length == 2)
        schema, path = at(schema, path[:length]), path[length:]
    return SchemaPlace(noun, field, "", (), schema)
