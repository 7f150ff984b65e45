"""Names, variables, and where ``then`` leads."""

from typing import Any

import pytest

from tests.domain.checking import SET, errors, pointers, warnings

INNER = [{"inner": SET}]


def test_a_name_is_used_once_in_a_scope() -> None:
    (found,) = errors({"a": SET}, {"a": SET})
    assert (found.pointer, found.at_key) == ("/do/1/a", True)
    assert "/do/0/a has it too" in found.message


def test_another_scope_may_use_a_name_again() -> None:
    assert errors({"a": {"do": [{"a": SET}]}}) == []


@pytest.mark.parametrize("name", ["continue", "exit", "end"])
def test_no_task_is_called_like_a_flow_directive(name: str) -> None:
    assert pointers({name: SET}) == [f"/do/0/{name}"]


@pytest.mark.parametrize("tasks", [[], [{"a": {"do": []}}], [{"a": {"fork": {"branches": []}}}]])
def test_a_list_of_tasks_holds_at_least_one(tasks: Any) -> None:
    (found,) = errors(*tasks)
    assert "at least one" in found.allowed


@pytest.mark.parametrize(
    ("task", "pointer"),
    [
        ({**SET, "then": "inner"}, "/then"),
        ({"do": [{"inner": {**SET, "then": "beside"}}]}, "/do/0/inner/then"),
        ({"switch": [{"x": {"then": "nowhere"}}]}, "/switch/0/x/then"),
        ({"try": INNER, "catch": {"then": "inner"}}, "/catch/then"),
        ({"fork": {"branches": [{"b": {**SET, "then": "c"}}, {"c": SET}]}}, "/fork/branches/0/b/then"),
    ],
)
def test_a_jump_stays_in_its_scope(task: Any, pointer: str) -> None:
    assert pointers({"a": task}, {"beside": SET}) == [f"/do/0/a{pointer}"]


@pytest.mark.parametrize(
    "task",
    [
        {**SET, "then": "beside"},
        {"switch": [{"x": {"then": "beside"}}]},
        {"try": INNER, "catch": {"then": "beside"}},
        {"fork": {"branches": [{"b": {**SET, "then": "end"}}]}},
    ],
)
def test_a_task_beside_is_a_target(task: Any) -> None:
    assert errors({"a": task}, {"beside": SET}) == []


def test_a_switch_has_one_default() -> None:
    cases = [{"x": {"then": "end"}}, {"y": {"then": "end"}}, {"z": {"then": "end", "when": "."}}]
    assert pointers({"a": {"switch": cases}}) == ["/do/0/a/switch/1/y"]


@pytest.mark.parametrize("name", ["my-item", "", "1st", "ENV", "__loc__", "größe"])
def test_a_variable_is_called_as_jq_wants_it(name: str) -> None:
    assert pointers({"a": {"for": {"in": ".", "each": name}, "do": INNER}}) == ["/do/0/a/for/each"]
    assert pointers({"a": {"try": INNER, "catch": {"as": name}}}) == ["/do/0/a/catch/as"]


def test_a_variable_that_hides_an_argument_is_worth_a_warning() -> None:
    assert warnings({"a": {"for": {"in": ".", "at": "input"}, "do": INNER}}) == [("name", "/do/0/a/for/at")]
