"""JSON Schemas written by authors."""

import time

import pytest

from domain.json_schemas import InvalidSchema, SchemaTooCostly, check_schema, schema_problems
from domain.json_types import JsonObject, JsonValue


def test_each_problem_has_a_pointer_and_a_sentence() -> None:
    schema: JsonObject = {"required": ["b"], "properties": {"a/~": {"items": {"type": "string"}}}}
    value: JsonValue = {"a/~": ["ok", 1]}
    assert schema_problems(value, schema) == [
        ("", '"b" is a required property'),
        ("/a~1~0/1", '1 is not of type "string"'),
    ]


def test_a_flood_of_problems_and_long_values_are_cut() -> None:
    found = schema_problems(["x" * 5000] * 100, {"items": {"type": "integer"}})
    assert len(found) == 20
    assert all(len(message) < 300 for _, message in found)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "strin"},
        {"pattern": "("},
        {"pattern": "(?=a)"},
        {"$ref": "http://127.0.0.1:9/x.json"},
        {"$ref": "file:///etc/passwd"},
        {"$ref": "#/nowhere"},
        {"$schema": "http://127.0.0.1:9/meta"},
    ],
)
def test_what_is_no_schema_or_leads_elsewhere_is_refused(schema: JsonObject) -> None:
    with pytest.raises(InvalidSchema, match="not a valid JSON Schema"):
        check_schema(schema)


def test_a_pattern_that_backtracks_elsewhere_takes_no_time() -> None:
    began = time.monotonic()
    assert schema_problems("a" * 50_000 + "!", {"pattern": "^(a|a)*$"})
    assert time.monotonic() - began < 1


def test_text_that_is_no_unicode_is_a_problem() -> None:
    assert schema_problems("\ud800", {"minLength": 1}) == [("", "It contains text that is not valid Unicode.")]


def test_schemas_and_values_that_are_nested_too_deeply_are_refused() -> None:
    schema: JsonObject = {}
    value: JsonValue = []
    for _ in range(5000):
        schema, value = {"items": schema}, [value]
    with pytest.raises(InvalidSchema, match="nested too deeply"):
        check_schema(schema)
    with pytest.raises(SchemaTooCostly, match="nested too deeply"):
        schema_problems(value, {"type": "string"})
