"""What editors are told about the language."""

from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.completion import completion_schema


def opened(schema: JsonValue) -> list[JsonObject]:
    """The schemas that may hold at one place, references followed."""
    assert isinstance(schema, dict)
    if isinstance(reference := schema.get("$ref"), str):
        definitions = completion_schema()["$defs"]
        assert isinstance(definitions, dict)
        return opened(definitions[reference.rpartition("/")[2]])
    either = [*listed(schema.get("oneOf")), *listed(schema.get("anyOf"))]
    return [found for each in either for found in opened(each)] or [schema]


def listed(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def keys(schemas: list[JsonObject]) -> set[str]:
    found = [each.get("properties") for each in schemas]
    return {key for each in found if isinstance(each, dict) for key in each}


def member(schemas: list[JsonObject], key: str) -> list[JsonObject]:
    found = [each.get("properties") for each in schemas]
    return [inner for each in found if isinstance(each, dict) and key in each for inner in opened(each[key])]


def test_the_top_of_a_definition_has_its_keys() -> None:
    assert {"document", "input", "use", "do", "output"} <= keys(opened(completion_schema()))


def test_a_document_says_what_it_is_called() -> None:
    assert {"dsl", "namespace", "name", "version"} <= keys(member(opened(completion_schema()), "document"))


def test_a_task_may_be_of_any_kind() -> None:
    (tasks,) = member(opened(completion_schema()), "do")
    (item,) = opened(tasks["items"])
    kinds = keys(opened(item["additionalProperties"]))
    assert {"call", "set", "switch", "for", "fork", "try", "wait", "listen", "emit", "raise", "run", "do"} <= kinds
    assert {"if", "input", "output", "then"} <= kinds


def test_nothing_but_keys_values_and_meanings_is_sent() -> None:
    assert "pattern" not in str(completion_schema())
    assert len(str(completion_schema())) < 40_000
