"""What a definition may say, and its author has probably not meant."""

from typing import Any

import pytest

from tests.domain.checking import SET, errors, http, person, warnings

RAISE: dict[str, Any] = {"raise": {"error": {"type": "https://x.example/e", "status": 400}}}
LISTEN: dict[str, Any] = {"listen": {"to": {"any": []}}}
LIMIT = {"after": "P1D"}


@pytest.mark.parametrize(
    "first",
    [
        {**SET, "then": "end"},
        {**SET, "then": "exit"},
        {**SET, "then": "last"},
        RAISE,
        {"switch": [{"a": {"when": ".", "then": "last"}}, {"b": {"then": "end"}}]},
        {"switch": [{"a": {"when": ".", "then": "last"}}], "then": "last"},
    ],
)
def test_a_task_to_which_nothing_leads_is_told(first: Any) -> None:
    assert warnings({"first": first}, {"never": SET}, {"last": SET})[:1] == [("unreachable", "/do/1/never")]


@pytest.mark.parametrize(
    "first",
    [
        {**SET, "then": "continue"},
        {**SET, "if": ".x", "then": "end"},
        {**RAISE, "if": ".x"},
        {"switch": [{"a": {"when": ".", "then": "last"}}]},
        {"try": [{"x": SET}], "catch": {"then": "second"}, "then": "end"},
        {**SET, "then": "nowhere"},
    ],
)
def test_a_task_to_which_something_may_lead_is_not(first: Any) -> None:
    assert warnings({"first": first}, {"second": SET}, {"last": SET}) == []


def test_a_task_reached_by_a_jump_back_is_reached() -> None:
    assert warnings({"a": {**SET, "then": "c"}}, {"b": {**SET, "then": "end"}}, {"c": {**SET, "then": "b"}}) == []


def test_a_task_with_the_name_of_a_directive_leads_nothing_astray() -> None:
    found = warnings({"a": {**SET, "then": "continue"}}, {"b": RAISE}, {"continue": SET})
    assert found == [("unreachable", "/do/2/continue")]


def test_an_output_that_the_next_task_replaces_is_told() -> None:
    assert warnings({"a": SET}, {"b": {"set": {"x": 1}}}) == [("unused", "/do/0/a")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({**SET, "export": {"as": "."}}, {"set": {"x": 1}}),
        (SET, {"set": {"x": "${ .x }"}}),
        (SET, {"set": {"x": 1}, "if": ".x"}),
        (SET, {"set": {"x": 1}, "output": {"as": "$input"}}),
        (http(), {"set": {"x": 1}}),
    ],
)
def test_an_output_that_may_be_used_is_not(first: Any, second: Any) -> None:
    assert warnings({"a": first}, {"b": second}) == []


@pytest.mark.parametrize("task", [person(), LISTEN])
def test_a_wait_without_an_end_is_told(task: Any) -> None:
    assert warnings({"a": {"do": [{"b": task}]}}) == [("waiting", "/do/0/a/do/0/b")]


@pytest.mark.parametrize("task", [person(), LISTEN])
def test_a_timeout_of_anything_around_ends_a_wait(task: Any) -> None:
    assert warnings({"a": {**task, "timeout": LIMIT}}) == []
    assert warnings({"a": {"do": [{"b": {"try": [{"c": task}], "catch": {}}}], "timeout": LIMIT}}) == []
    assert warnings({"a": task}, timeout=LIMIT) == []


@pytest.mark.parametrize(
    ("task", "pointer"),
    [
        (http(headers={"Authorization": "Bearer abc"}), "/with/headers/Authorization"),
        (
            http(endpoint={"uri": "http://x", "authentication": {"basic": {"username": "a", "password": "b"}}}),
            "/with/endpoint/authentication/basic/password",
        ),
        (http(body={"api_key": "abc"}), "/with/body/api_key"),
        ({"set": {"login": {"clientSecret": "abc"}}}, "/set/login/clientSecret"),
    ],
)
def test_a_secret_in_clear_is_told(task: Any, pointer: str) -> None:
    assert warnings({"a": task}) == [("secret", f"/do/0/a{pointer}")]


@pytest.mark.parametrize("value", ["${ $secrets.portal }", "", 5, None])
def test_a_secret_by_name_is_not(value: Any) -> None:
    assert warnings({"a": {"set": {"password": value}}}) == []


def test_a_secret_among_the_reusable_parts_is_told() -> None:
    use = {"authentications": {"x": {"bearer": {"token": "abc"}}}}
    assert warnings({"a": SET}, use=use) == [("secret", "/use/authentications/x/bearer/token")]


def test_an_expression_inside_of_a_text_is_told_because_it_is_not_evaluated() -> None:
    assert warnings({"a": {"set": {"x": "Hello ${ .name }!"}}}) == [("text", "/do/0/a/set/x")]


def test_warnings_are_no_errors() -> None:
    assert errors({"a": {**SET, "then": "end"}}, {"b": person()}) == []
