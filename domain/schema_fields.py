"""Reading a JSON Schema as fields: what a form or a column needs to know of each place, and no more."""

from collections.abc import Iterator

from domain.json_types import JsonObject, JsonValue

_MOST_REFERENCES = 8
DEEPEST_FIELD = 4


def schema_at(schema: JsonObject, root: JsonObject) -> JsonObject:
    """The schema itself, or what its ``$ref`` within ``root`` leads to; an empty one where that leads nowhere."""
    for _ in range(_MOST_REFERENCES):
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return schema
        schema = _referred(reference, root)
    return {}


def _referred(reference: str, root: JsonObject) -> JsonObject:
    place: JsonValue = root
    if not reference.startswith("#"):
        return {}
    for step in reference[1:].split("/")[1:]:
        place = place.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(place, dict) else None
    return place if isinstance(place, dict) else {}


def types_of(schema: JsonObject) -> tuple[str, ...]:
    """The types that a schema allows, "null" left out; none when it does not say."""
    named = schema.get("type")
    listed = named if isinstance(named, list) else [named]
    return tuple(each for each in listed if isinstance(each, str) and each != "null")


def properties_of(schema: JsonObject) -> dict[str, JsonObject]:
    """The named members of an object's schema, each with its own; ``true`` and ``false`` become empty schemas."""
    found = schema.get("properties")
    members = found if isinstance(found, dict) else {}
    return {name: inner if isinstance(inner, dict) else {} for name, inner in members.items()}


def required_of(schema: JsonObject) -> tuple[str, ...]:
    """The names of the members that must be there, in the author's order."""
    found = schema.get("required")
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def items_of(schema: JsonObject) -> JsonObject:
    """The schema of every element of an array."""
    found = schema.get("items")
    return found if isinstance(found, dict) else {}


def step_into(schema: JsonObject, step: str, root: JsonObject) -> JsonObject:
    """The schema of a member or an element; empty where nothing is said of it."""
    here = schema_at(schema, root)
    if is_array(here) and step.isdecimal():
        return schema_at(items_of(here), root)
    found = properties_of(here).get(step)
    return schema_at(found, root) if found is not None else {}


def is_array(schema: JsonObject) -> bool:
    """True when the schema is one of arrays."""
    return "array" in types_of(schema)


def fields_of(root: JsonObject, *, within: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], JsonObject]]:
    """(path, schema) of every place in ``root`` that holds a value of its own: objects are opened, arrays are not."""
    schema = root
    for step in within:
        schema = step_into(schema, step, root)
    for name, inner in properties_of(schema_at(schema, root)).items():
        found, path = schema_at(inner, root), (*within, name)
        if properties_of(found) and len(path) < DEEPEST_FIELD:
            yield from fields_of(root, within=path)
        else:
            yield path, found
