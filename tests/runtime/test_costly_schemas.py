"""JSON Schemas of authors that would hang or crash this process are checked in a child, with its limits."""

import threading
import time
from typing import Any

import pytest

from domain.json_schemas import InvalidSchema, SchemaTooCostly, check_schema, schema_problems
from domain.json_types import JsonValue
from runtime.expressions import evaluate

Json = dict[str, Any]


def doubling(levels: int, keyword: str, last: Json) -> Json:
    """A schema in which each level refers to the next one twice."""
    defs = {f"s{n}": {keyword: [{"$ref": f"#/$defs/s{n + 1}"}] * 2} for n in range(levels)}
    return {"$defs": {**defs, f"s{levels}": last}, "$ref": "#/$defs/s0"}


def chain(links: int) -> Json:
    """A schema that goes through many references for each level of the data."""
    defs: Json = {f"s{n}": {"allOf": [{"$ref": f"#/$defs/s{n + 1}"}]} for n in range(links)}
    return {"$defs": {**defs, f"s{links}": {"items": {"$ref": "#/$defs/s0"}}}, "$ref": "#/$defs/s0"}


def nested(levels: int) -> Any:
    value: Any = []
    for _level in range(levels):
        value = [value]
    return value


TREE: Json = {"anyOf": [{"type": "array", "minItems": 1, "items": {"$ref": "#"}}] * 2}
OUT_OF_BUDGET = "(took more than 1 s|needed more memory than it may use)"
CANDIDATES: Json = {"items": {"enum": [{"a": number} for number in range(5000)]}}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        pytest.param(doubling(28, "anyOf", {"type": "string"}), 1, id="doubling anyOf"),
        pytest.param(doubling(28, "oneOf", {"type": "string"}), 1, id="doubling oneOf"),
        pytest.param(doubling(40, "allOf", {}), 1, id="doubling allOf"),
        pytest.param(TREE, nested(30), id="a tree tried twice at each level"),
        pytest.param(CANDIDATES, [{"a": -1}] * 5000, id="many values, many candidates"),
    ],
)
def test_a_schema_that_takes_for_ever_is_refused_in_about_a_second(schema: Json, value: JsonValue) -> None:
    evaluate("1 + 1", None)
    began = time.monotonic()
    with pytest.raises(SchemaTooCostly, match=rf"^The check against a schema {OUT_OF_BUDGET}: \{{"):
        schema_problems(value, schema)
    assert time.monotonic() - began < 3


def test_a_schema_that_overflows_the_stack_ends_the_child_alone() -> None:
    with pytest.raises(SchemaTooCostly):
        schema_problems(nested(400), chain(3000))
    assert evaluate("1 + 1", None) == 2


def test_patterns_that_take_long_to_compile_are_refused() -> None:
    patterns: Json = {"allOf": [{"pattern": f"(a{{1,{number + 300}}}){{1,300}}"} for number in range(200)]}
    with pytest.raises((SchemaTooCostly, InvalidSchema)):
        check_schema(patterns)


def test_a_schema_with_references_is_judged_as_any_other() -> None:
    schema: Json = {"$defs": {"n": {"type": "integer"}}, "properties": {"a/b": {"$ref": "#/$defs/n"}}}
    assert schema_problems({"a/b": 1}, schema) == []
    assert schema_problems({"a/b": "x"}, schema) == [("/a~1b", '"x" is not of type "integer"')]
    assert schema_problems(1, {"$ref": "#"}) == []
    with pytest.raises(InvalidSchema, match="not a valid JSON Schema"):
        check_schema({"$ref": "#/nowhere"})


def test_an_everyday_schema_is_judged_in_microseconds_without_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.json_schemas._judges", [pytest.fail])
    form: Json = {
        "type": "object",
        "required": ["name", "tags"],
        "properties": {
            "name": {"type": "string", "minLength": 1, "pattern": "^[A-Z].*$"},
            "tags": {"type": "array", "items": {"enum": ["a", "b", "c"]}, "uniqueItems": True},
            "address": {"type": "object", "properties": {"zip": {"type": "string", "format": "email"}}},
        },
    }
    value: JsonValue = {"name": "Acme", "tags": ["a", "b"], "address": {"zip": "a@b.example"}}
    assert schema_problems(value, form) == []
    began = time.thread_time()
    for _round in range(100):
        schema_problems(value, form)
    assert (time.thread_time() - began) / 100 < 0.001


def test_other_threads_go_on_while_a_schema_takes_for_ever() -> None:
    def hang() -> None:
        with pytest.raises(SchemaTooCostly):
            schema_problems(2, doubling(28, "anyOf", {"type": "string"}))

    assert schema_problems("x", {"type": "string"}) == []
    thread = threading.Thread(target=hang)
    thread.start()
    began = time.monotonic()
    assert schema_problems("x", {"type": "string"}) == []
    assert time.monotonic() - began < 0.5
    assert thread.is_alive()
    thread.join()
