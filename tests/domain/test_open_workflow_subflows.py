"""Sub-workflows that must be there, and must come to an end."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.json_types import JsonObject
from tests.domain.checking import DOCUMENT, errors, findings

Find = Callable[[str, str, str], JsonObject | None]


def calls(name: str, version: str = "1.0.0") -> dict[str, Any]:
    return {"run": {"workflow": {"namespace": "tests", "name": name, "version": version}}}


def shelf(**stored: str | None) -> Find:
    """Stored definitions that each run one other, or none."""

    def find(namespace: str, name: str, version: str) -> JsonObject | None:
        assert namespace == "tests"
        if name not in stored or version not in ("1.0.0", "active"):
            return None
        called = stored[name]
        tasks: list[Any] = [{"t": calls(*called.split())}] if called else [{"t": {"set": {"x": 1}}}]
        return {"document": {**DOCUMENT, "name": name}, "do": tasks}

    return find


@pytest.mark.parametrize("version", ["1.0.0", "active", "latest"])
def test_a_sub_workflow_that_is_there_is_no_error(version: str) -> None:
    assert errors({"a": calls("child", version)}, find=shelf(child=None)) == []


@pytest.mark.parametrize(
    ("called", "told"),
    [
        (("other", "1.0.0"), "no workflow tests/other of version 1.0.0"),
        (("child", "2.0.0"), "no workflow tests/child of version 2.0.0"),
        (("other", "active"), "no active version of a workflow tests/other"),
    ],
)
def test_a_sub_workflow_that_is_not_there_is_told(called: tuple[str, str], told: str) -> None:
    (found,) = errors({"a": calls(*called)}, find=shelf(child=None))
    assert found.pointer == "/do/0/a/run/workflow"
    assert told in found.message


@pytest.mark.parametrize(
    ("called", "stored", "way"),
    [
        (("sample", "1.0.0"), {}, "tests/sample 1.0.0"),
        (("sample", "active"), {}, "tests/sample active"),
        (("a", "1.0.0"), {"a": "sample active"}, "tests/a 1.0.0 → tests/sample active"),
        (("a", "1.0.0"), {"a": "b", "b": "a"}, "tests/a 1.0.0 → tests/b 1.0.0 → tests/a 1.0.0"),
    ],
)
def test_a_circle_is_told_with_its_way(called: tuple[str, str], stored: Any, way: str) -> None:
    (found,) = errors({"t": calls(*called)}, find=shelf(**stored))
    assert found.message == f"would run itself without end: {way}."


def test_an_older_version_of_itself_is_no_circle() -> None:
    tasks = [{"t": {"set": {"x": 1}}}]
    assert errors({"a": calls("sample", "0.9.0")}, find=lambda *_: {"document": DOCUMENT, "do": tasks}) == []


def test_a_definition_that_many_run_is_looked_up_once() -> None:
    asked: list[str] = []

    def find(namespace: str, name: str, version: str) -> JsonObject:
        asked.append(name)
        return {"do": [{"t": calls("common")}]} if name != "common" else {"do": []}

    findings(*({f"t{index}": calls(f"c{index}")} for index in range(20)), find=find)
    assert sorted(asked) == sorted({*asked})
    assert len(asked) == 21


def test_without_a_place_to_look_nothing_is_looked_up() -> None:
    assert errors({"a": calls("other")}) == []
