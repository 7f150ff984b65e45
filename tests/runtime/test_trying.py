"""Which definition a sub-workflow of a tried run is."""

import pytest

from domain.errors import InvalidDefinition
from domain.json_types import JsonObject
from runtime.trying.families import NoSuchDefinition, definition_named


def definition(version: str, name: str = "a", namespace: str = "n") -> JsonObject:
    document: JsonObject = {"dsl": "1.0.3", "namespace": namespace, "name": name, "version": version}
    return {"document": document, "do": [{"only": {"set": {"a": 1}}}]}


def version_of(found: JsonObject) -> object:
    document = found["document"]
    assert isinstance(document, dict)
    return document["version"]


MANY = [definition("1.9.0"), definition("1.10.0"), definition("1.10.0-rc.1"), definition("2.0.0", namespace="other")]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("1.9.0", "1.9.0"), ("1.10.0-rc.1", "1.10.0-rc.1"), ("active", "1.10.0"), ("latest", "1.10.0")],
)
def test_a_version_is_exact_and_active_is_the_highest(wanted: str, found: str) -> None:
    assert version_of(definition_named(MANY, "n", "a", wanted)) == found


@pytest.mark.parametrize("version", ["2.0.0", "active"])
def test_what_was_not_given_is_told_by_name(version: str) -> None:
    with pytest.raises(NoSuchDefinition, match=f"n/b {version}"):
        definition_named([*MANY, {"something": "else"}], "n", "b", version)


def test_a_definition_that_may_not_be_run_is_refused() -> None:
    with pytest.raises(InvalidDefinition, match="/do"):
        definition_named([{**definition("1.0.0"), "do": []}], "n", "a", "1.0.0")
