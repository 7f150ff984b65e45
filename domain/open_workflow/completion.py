"""What may stand where in a definition, for editors that complete as one types."""

from functools import cache
from typing import cast

from pydantic import TypeAdapter

from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.model import Workflow

_KEPT = frozenset(
    ("$ref", "$defs", "properties", "additionalProperties", "items", "oneOf", "anyOf", "enum", "const", "description")
)


@cache
def completion_schema() -> JsonObject:
    """A JSON Schema of the language as Pointsman runs it: the keys of each place, and the fixed values.

    It is made of the typed model and says less than that: it leads, and does not judge.
    """
    return cast(JsonObject, _kept(TypeAdapter(Workflow).json_schema()))


def _kept(schema: JsonValue) -> JsonValue:
    if isinstance(schema, list):
        return [_kept(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _named(key, value) for key, value in schema.items() if key in _KEPT}


def _named(key: str, value: JsonValue) -> JsonValue:
    """Under ``properties`` and ``$defs`` stand names, which are all kept."""
    if key in {"properties", "$defs"} and isinstance(value, dict):
        return {name: _kept(inner) for name, inner in value.items()}
    return value if key == "description" else _kept(value)
