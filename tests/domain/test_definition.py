"""What every definition must be, whatever its dialect."""

import pytest

from domain.definition import (
    check_input,
    check_publishable,
    check_storable,
    input_schema,
    with_document_version,
)
from domain.errors import InvalidDefinition, InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import Format
from tests.factories import open_workflow

NEEDS_STEPS: JsonObject = {"type": "object", "required": ["steps"]}


@pytest.mark.parametrize("definition", [None, 1, "text", [], True])
def test_a_draft_must_be_an_object(definition: JsonValue) -> None:
    with pytest.raises(InvalidInput, match="definition: must be a JSON object"):
        check_storable(definition)


def test_a_draft_may_be_unfinished() -> None:
    assert check_storable({"do": "later"}) == {"do": "later"}


def test_a_definition_above_one_mebibyte_is_refused() -> None:
    with pytest.raises(InvalidInput, match="at most 1,048,576"):
        check_storable({"text": "x" * 1024 * 1024})


def test_a_valid_open_workflow_is_publishable() -> None:
    assert check_publishable(open_workflow(), "1.0.0", Format.OPEN_WORKFLOW) == open_workflow()


def test_every_problem_of_an_open_workflow_is_told_with_its_json_pointer() -> None:
    with pytest.raises(InvalidDefinition) as told:
        check_publishable({"document": {"dsl": "1.0.3"}, "doo": []}, "1.0.0", Format.OPEN_WORKFLOW)
    assert {"/doo", "/document/name", "/document/namespace", "/do"} <= {pointer for pointer, _ in told.value.problems}


def test_the_document_must_say_the_version_that_is_published() -> None:
    with pytest.raises(InvalidDefinition, match=r"/document/version: says 1\.0\.0, but this version is 2\.0\.0"):
        check_publishable(open_workflow(), "2.0.0", Format.OPEN_WORKFLOW)


def test_a_custom_definition_is_any_object() -> None:
    assert check_publishable({"any": ["thing"]}, "1.0.0", Format.CUSTOM) == {"any": ["thing"]}


def test_a_custom_definition_is_held_against_its_templates_schema() -> None:
    with pytest.raises(InvalidDefinition, match="steps"):
        check_publishable({"any": ["thing"]}, "1.0.0", Format.CUSTOM, NEEDS_STEPS)


def test_a_schema_that_is_none_is_told_as_a_problem() -> None:
    with pytest.raises(InvalidDefinition, match="not a valid JSON Schema"):
        check_publishable({"steps": []}, "1.0.0", Format.CUSTOM, {"type": "no such type"})


def test_an_input_must_fit_the_input_schema_of_the_definition() -> None:
    schema: JsonObject = {"type": "object", "properties": {"directors": {"type": "integer"}}}
    definition: JsonObject = {**open_workflow(), "input": {"schema": {"document": schema}}}
    check_input({"directors": 2}, definition)
    with pytest.raises(InvalidInput, match=r"does not fit the input schema of this version\. /directors: .*integer"):
        check_input({"directors": "two"}, definition)


@pytest.mark.parametrize("stanza", [None, [], "x", {"schema": []}, {"schema": {"document": "x"}}])
def test_a_definition_without_a_readable_input_schema_has_none(stanza: JsonValue) -> None:
    assert input_schema({"input": stanza}) is None


def test_the_documents_version_follows_the_version_without_touching_the_original() -> None:
    original = open_workflow()
    assert document_version(with_document_version(original, "3.0.0")) == "3.0.0"
    assert document_version(original) == "1.0.0"


@pytest.mark.parametrize("definition", [{}, {"document": []}, {"document": {"name": "x"}}])
def test_a_definition_without_a_document_version_stays_as_it_is(definition: JsonObject) -> None:
    assert with_document_version(definition, "3.0.0") == definition


def document_version(definition: JsonObject) -> JsonValue:
    document = definition["document"]
    return document["version"] if isinstance(document, dict) else None
