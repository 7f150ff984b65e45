"""What a definition uses by name."""

from typing import Any

import pytest

from tests.domain.checking import SET, errors, http, pointers

INNER = [{"inner": SET}]


@pytest.mark.parametrize(
    ("task", "pointer"),
    [
        ({**SET, "timeout": "none"}, "/timeout"),
        ({"raise": {"error": "none"}}, "/raise/error"),
        ({"try": INNER, "catch": {"retry": "none"}}, "/catch/retry"),
        ({"call": "none"}, "/call"),
        (http(endpoint={"uri": "http://x", "authentication": {"use": "none"}}), "/with/endpoint/authentication/use"),
        (
            http(endpoint={"uri": "http://x", "authentication": {"basic": {"use": "none"}}}),
            "/with/endpoint/authentication/basic/use",
        ),
        (
            {
                "call": "openapi",
                "with": {
                    "document": {"endpoint": "http://x"},
                    "operationId": "o",
                    "authentication": {"bearer": {"use": "none"}},
                },
            },
            "/with/authentication/bearer/use",
        ),
    ],
)
def test_a_name_must_stand_under_use(task: Any, pointer: str) -> None:
    assert pointers({"a": task}) == [f"/do/0/a{pointer}"]


def test_the_workflows_own_timeout_is_looked_up_too() -> None:
    assert pointers({"a": SET}, timeout="none") == ["/timeout"]


def test_what_there_is_is_told_and_what_is_near() -> None:
    (found,) = errors({"a": {"raise": {"error": "rejectd"}}}, use={"errors": {"rejected": {"type": "x", "status": 4}}})
    assert found.allowed == "Known: rejected."
    assert found.suggestion == "Did you mean “rejected”?"


def test_an_unknown_call_names_what_can_be_called() -> None:
    (found,) = errors({"a": {"call": "htttp"}}, use={"functions": {"ask": SET}})
    assert found.message == "unknown call “htttp”."
    assert "ask" in found.allowed


@pytest.mark.parametrize("expression", ["$secrets.portall", '$secrets["portall"].user', "{a: $secrets.portall}"])
def test_a_secret_that_an_expression_names_must_be_there(expression: str) -> None:
    (found,) = errors({"t": {"set": {"x": f"${{ {expression} }}"}}}, use={"secrets": ["portal"]})
    assert (found.pointer, found.suggestion) == ("/do/0/t/set/x", "Did you mean “portal”?")


def test_a_secret_that_is_there_may_be_named() -> None:
    task = {"set": {"x": '${ [$secrets.portal.user, $secrets["state-portal"], $secrets] }'}}
    assert errors({"t": task}, use={"secrets": ["portal", "state-portal"]}) == []


def test_functions_may_call_functions() -> None:
    functions = {"a": {"do": [{"x": {"call": "b"}}]}, "b": {"call": "c"}, "c": SET}
    assert errors({"t": {"call": "a"}}, use={"functions": functions}) == []


@pytest.mark.parametrize(
    ("functions", "circle"),
    [
        ({"a": {"call": "a"}}, "a → a"),
        ({"a": {"do": [{"x": {"call": "b"}}]}, "b": {"try": [{"y": {"call": "a"}}], "catch": {}}}, "a → b → a"),
    ],
)
def test_functions_do_not_call_themselves(functions: Any, circle: str) -> None:
    (found,) = errors({"t": {"call": "a"}}, use={"functions": functions})
    assert circle in found.message


def test_two_ways_to_a_function_are_no_circle() -> None:
    functions = {
        "a": {"do": [{"x": {"call": "b"}}, {"y": {"call": "c"}}]},
        "b": {"call": "c"},
        "c": SET,
    }
    assert errors({"t": {"call": "a"}}, use={"functions": functions}) == []
