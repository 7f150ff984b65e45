"""The risk of a change: what callers notice, what executions do, what people read."""

import pytest

from domain.diff.telling import Risk
from domain.json_types import JsonObject, JsonValue
from tests.domain.change_samples import definition, edited, lines, schema

BREAKING, BEHAVIOUR, COSMETIC = Risk
SET: JsonObject = {"set": {"x": 1}}
PERSON: JsonObject = {"call": "human-task:1.0.0@default", "with": {"title": "Check"}}

NOT_A: JsonObject = {"not": {"required": ["a"]}}
NOT_A_AND_B: JsonObject = {"not": {"required": ["a", "b"]}}


def risks(old: JsonValue, new: JsonValue) -> list[Risk]:
    return [line.risk for line in lines(old, new)]


def risk_of_step(old: JsonObject, new: JsonObject) -> list[Risk]:
    return risks(definition({"step": old}), definition({"step": new}))


def field(**keywords: JsonValue) -> JsonObject:
    return schema(properties={"a": {**keywords}})


@pytest.mark.parametrize(
    ("old", "new", "risk"),
    [
        (schema(), schema(required=["a"]), BREAKING),
        (schema(required=["a"]), schema(required=["a", "b"]), BREAKING),
        (schema(required=["a", "b"]), schema(required=["a"]), BEHAVIOUR),
        (schema(required=["a"]), schema(), BEHAVIOUR),
        (schema(required=["a", "b"]), schema(required=["b", "a"]), COSMETIC),
        (field(), schema(properties={}), BREAKING),
        (schema(properties={}), field(), BEHAVIOUR),
        (schema(properties={}), schema(properties={"a": False}), BREAKING),
        (field(type="integer"), field(type="number"), BEHAVIOUR),
        (field(type="number"), field(type="integer"), BREAKING),
        (field(type="string"), field(type=["string", "null"]), BEHAVIOUR),
        (field(type=["string", "null"]), field(type="string"), BREAKING),
        (field(), field(type="string"), BREAKING),
        (field(enum=["x"]), field(enum=["x", "y"]), BEHAVIOUR),
        (field(enum=["x", "y"]), field(enum=["x"]), BREAKING),
        (field(), field(enum=["x"]), BREAKING),
        (field(minLength=1), field(minLength=2), BREAKING),
        (field(minLength=2), field(minLength=1), BEHAVIOUR),
        (field(maximum=9), field(maximum=8), BREAKING),
        (field(maximum=8), field(maximum=9), BEHAVIOUR),
        (field(maximum=8), field(), BEHAVIOUR),
        (field(), field(maximum=8), BREAKING),
        (field(pattern="a"), field(pattern="b"), BREAKING),
        (field(pattern="a"), field(), BEHAVIOUR),
        (schema(), schema(additionalProperties=False), BREAKING),
        (schema(additionalProperties=False), schema(additionalProperties=True), BEHAVIOUR),
        (field(allOf=[{"type": "string"}]), field(allOf=[{"type": "string"}, {"minLength": 1}]), BREAKING),
        (field(anyOf=[{"type": "string"}]), field(anyOf=[{"type": "string"}, {"type": "null"}]), BEHAVIOUR),
        (schema(**NOT_A), schema(**NOT_A_AND_B), BREAKING),
        (field(unheard=1), field(unheard=2), BREAKING),
        (field(title="a"), field(title="b"), COSMETIC),
        (field(), field(default=1), COSMETIC),
    ],
)
def test_an_input_schema_that_refuses_more_is_breaking(old: JsonObject, new: JsonObject, risk: Risk) -> None:
    assert risks(old, new) == [risk]


@pytest.mark.parametrize(
    ("others", "changed", "risk"),
    [
        ({}, {"output": {"as": ".a"}}, BREAKING),
        ({"output": {"schema": {"document": {"required": ["a"]}}}}, {"output": {"schema": {"document": {}}}}, BREAKING),
        ({}, {"input": {"schema": {"document": {}}}}, BREAKING),
        ({"input": {"schema": {"document": {}}}}, {"input": {}}, BEHAVIOUR),
        ({}, {"input": {"from": ".a"}}, BEHAVIOUR),
        ({}, {"timeout": {"after": "PT1H"}}, BEHAVIOUR),
        ({}, {"use": {"secrets": ["a"]}}, BEHAVIOUR),
        ({"timeout": {"after": "PT1H"}}, {"timeout": {"after": {"minutes": 60}}}, COSMETIC),
    ],
)
def test_the_output_and_the_whole_input_schema_are_what_callers_see(
    others: JsonObject, changed: JsonObject, risk: Risk
) -> None:
    assert risks(definition({"a": SET}, **others), definition({"a": SET}, **changed)) == [risk]


@pytest.mark.parametrize(
    ("member", "risk"),
    [
        ("title", COSMETIC),
        ("summary", COSMETIC),
        ("tags", COSMETIC),
        ("metadata", COSMETIC),
        ("version", COSMETIC),
        ("name", BREAKING),
        ("namespace", BREAKING),
        ("dsl", BEHAVIOUR),
    ],
)
def test_of_the_document_only_its_name_reaches_others(member: str, risk: Risk) -> None:
    old = definition({"a": SET})
    new = edited(old, lambda value: value["document"].update({member: "1.0.1"}))  # type: ignore[union-attr]
    assert risks(old, new) == [risk]


@pytest.mark.parametrize(
    ("old", "new", "risk"),
    [
        (SET, {"set": {"x": 2}}, BEHAVIOUR),
        (SET, {**SET, "if": ".a"}, BEHAVIOUR),
        ({**SET, "if": ".a"}, {**SET, "if": "${ .a }"}, COSMETIC),
        (SET, {**SET, "then": "end"}, BEHAVIOUR),
        (SET, {**SET, "then": "continue"}, COSMETIC),
        ({"wait": "PT60S"}, {"wait": {"minutes": 1}}, COSMETIC),
        ({"wait": "PT60S"}, {"wait": {"minutes": 2}}, BEHAVIOUR),
        (SET, {**SET, "metadata": {"note": "a"}}, COSMETIC),
        (SET, {**SET, "metadata": {"pointsman/parallel": True}}, BEHAVIOUR),
        ({**SET, "metadata": {"a": 1}}, {**SET, "metadata": {"a": 1, "parallel": True}}, BEHAVIOUR),
        (PERSON, {**PERSON, "with": {"title": "Look"}}, COSMETIC),
        (PERSON, {**PERSON, "with": {"title": "${ .title }"}}, BEHAVIOUR),
        ({"call": "f", "with": {"title": "a"}}, {"call": "f", "with": {"title": "b"}}, BEHAVIOUR),
        (SET, {**SET, "input": {"schema": {"document": {"required": ["a"]}}}}, BEHAVIOUR),
    ],
)
def test_a_task_changes_behaviour_unless_only_people_read_it(old: JsonObject, new: JsonObject, risk: Risk) -> None:
    assert risk_of_step(old, new) == [risk]


def test_a_title_that_an_expression_reads_is_behaviour() -> None:
    old = definition({"a": {"set": {"x": "${ $workflow.definition.document.title }"}}})
    new = edited(old, lambda value: value["document"].update({"title": "New"}))  # type: ignore[union-attr]
    assert risks(old, new) == [BEHAVIOUR]


def test_the_id_of_the_execution_reads_no_title() -> None:
    old = definition({"a": {"set": {"x": "${ $workflow.id }"}}})
    new = edited(old, lambda value: value["document"].update({"title": "New"}))  # type: ignore[union-attr]
    assert risks(old, new) == [COSMETIC]


def test_the_order_of_tasks_is_behaviour() -> None:
    assert risks(definition({"a": SET}, {"b": SET}), definition({"b": SET}, {"a": SET})) == [BEHAVIOUR]


def test_nothing_is_known_of_custom_definitions() -> None:
    assert risks({"title": "a"}, {"title": "b"}) == [BEHAVIOUR]
