"""What the language offers stands in a definition that a saved history of the present interpreter has run."""

import base64
import json
from collections.abc import Iterator
from typing import Any

from domain.open_workflow.completion import completion_schema
from runtime.contracts import INTERPRETER_VERSION
from tests.runtime.test_replay import HISTORIES

Place = tuple[str, str]
SCHEMA: Any = completion_schema()
STAGES = {"if", "input", "output", "export", "timeout", "then", "metadata"}
"""Members of every task, whatever its kind."""
UNREAD = {("Document", each) for each in ("title", "summary", "tags", "metadata")}
REJECTED = {
    *(("", "schedule"), ("Use", "catalogs"), ("Use", "extensions"), ("ListenTask", "foreach")),
    *(("Running", each) for each in ("container", "script", "shell", "return")),
    *(("OtherAuthentication", each) for each in ("digest", "oauth2", "oidc")),
    *(("Schema", "resource"), ("Schema", "format"), ("Resource", "name")),
}
"""Members that are there to be told that nothing runs them."""


def definitions(value: Any) -> Iterator[Any]:
    """The definitions in a history: what a run was given, and what its sub-workflows were."""
    if isinstance(value, list):
        for each in value:
            yield from definitions(each)
    elif isinstance(value, dict) and {"document", "do"} <= value.keys():
        yield value
    elif isinstance(value, dict) and isinstance(value.get("data"), str) and "metadata" in value:
        yield from definitions(json.loads(base64.b64decode(value["data"]) or b"null"))
    elif isinstance(value, dict):
        yield from definitions([*value.values()])


def offered() -> set[Place]:
    """Every member of every part of the language."""
    parts = {"": SCHEMA, **SCHEMA["$defs"]}
    return {place(name, key) for name, part in parts.items() for key in part.get("properties", {})} - REJECTED - UNREAD


def place(part: str, member: str) -> Place:
    return "any task" if part.endswith("Task") and member in STAGES else part, member


def used(value: Any, schema: Any) -> Iterator[Place]:
    """The members that stand in a value, each with the part of the language that it belongs to."""
    name, schema = resolved(schema)
    for each in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        if fits(value, each):
            yield from used(value, each)
    if isinstance(value, list):
        for each in value:
            yield from used(each, schema.get("items", {}))
    elif isinstance(value, dict):
        yield from used_members(value, name, schema)


def used_members(value: Any, name: str, schema: Any) -> Iterator[Place]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties")
    for key, inner in value.items():
        if key in known:
            yield place(name, key)
        yield from used(inner, known.get(key, others if isinstance(others, dict) else {}))


def resolved(schema: Any) -> tuple[str, Any]:
    """The name of a part, empty where it has none, and the part."""
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    return name, SCHEMA["$defs"][name] if name else schema


def fits(value: Any, schema: Any) -> bool:
    """Whether an alternative knows all that stands in a value."""
    _, schema = resolved(schema)
    if not isinstance(value, dict) or "properties" not in schema:
        return True
    return all(key in schema["properties"] and fixed(inner, schema["properties"][key]) for key, inner in value.items())


def fixed(value: Any, schema: Any) -> bool:
    return ("const" not in schema or value == schema["const"]) and ("enum" not in schema or value in schema["enum"])


def test_every_member_of_the_language_stands_in_a_saved_history() -> None:
    found: set[Place] = set()
    for path in HISTORIES.glob(f"*-{INTERPRETER_VERSION}.json"):
        for definition in definitions(json.loads(path.read_text())):
            found |= set(used(definition, SCHEMA))
    assert sorted(offered() - found) == []
