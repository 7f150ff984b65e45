"""Values that are picked without asking jq: the answer is jq's, to the letter."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.json_types import JsonValue
from runtime.expressions import evaluate
from runtime.expressions.budget import Request
from runtime.expressions.pool import ask
from runtime.expressions.shortcut import answer_to_pick

names = st.sampled_from(["a", "b", "_x", "and", "if", "ENV", "__loc__"])
texts = st.text(max_size=5) | st.sampled_from(["\ud800", "😀", "\0", "\uffff", "\ufeff", "1e5", "[{"])
plain = st.none() | st.booleans() | st.integers() | st.integers(-(2**70), 2**70) | st.floats() | texts
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=3), max_leaves=4
)
paths = st.lists(names, max_size=3).map(lambda steps: "." + ".".join(steps))
programs = paths | st.tuples(names, st.lists(names, max_size=2)).map(lambda pick: f"${'.'.join([pick[0], *pick[1]])}")


def answer_of_jq(program: str, data: JsonValue, variables: dict[str, JsonValue]) -> str:
    payload = json.dumps([data, list(variables.values())])
    request = Request("evaluate", json.dumps([program, list(variables)]), payload, ("The expression", program))
    return ask(request).decode().rstrip("\n")


def picked(program: str, data: JsonValue, variables: dict[str, JsonValue] | None = None) -> str | None:
    given = variables or {}
    return answer_to_pick(program, data, given, json.dumps([data, list(given.values())]))


def leading(steps: list[str], value: JsonValue) -> tuple[str, JsonValue]:
    """A path and data in which it leads to a value."""
    for step in reversed(steps):
        value = {step: value}
    return "." + ".".join(steps), value


words = st.text(st.characters(categories=["L"], max_codepoint=0xD7FF), max_size=5)
simple = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | words


@settings(max_examples=150, deadline=None)
@given(st.tuples(programs, values) | st.builds(leading, st.lists(names, max_size=3), simple | values), simple)
def test_what_is_picked_is_what_jq_answers(asked: tuple[str, JsonValue], variable: JsonValue) -> None:
    program, data = asked
    sent = {name: variable for name in ("a", "b") if program.startswith(f"${name}")}
    answer = picked(program, data, sent)
    if answer is not None:
        assert answer == answer_of_jq(program, data, sent)


@settings(max_examples=50, deadline=None)
@given(st.lists(names, max_size=3), simple)
def test_simple_values_are_picked_wherever_a_path_leads_to_them(steps: list[str], value: JsonValue) -> None:
    program, data = leading(steps, value)
    answer = picked(program, data)
    assert answer is not None
    assert answer == answer_of_jq(program, data, {})


@pytest.mark.parametrize(
    ("program", "data", "answer"),
    [
        (".", {"b": [1, "é"], "a": None}, '[true, {"b": [1, "\\u00e9"], "a": null}]'),
        (".a.b", {"a": {"b": 7}}, "[true, 7]"),
        (".a.b", {"a": {}}, "[true, null]"),
        (".a.b", None, "[true, null]"),
        ("$x", None, '[true, {"y": false}]'),
        ("$x.y", None, "[true, false]"),
    ],
)
def test_paths_and_variables_are_picked(program: str, data: JsonValue, answer: str) -> None:
    assert picked(program, data, {"x": {"y": False}}) == answer == answer_of_jq(program, data, {"x": {"y": False}})


@pytest.mark.parametrize(
    ("program", "data"),
    [
        (".a.b", {"a": 1}),
        (".a", [1]),
        (".a", {"a": 2**60}),
        (".a", {"a": 1.5}),
        (".a", {"a": 1e300}),
        (".a", {"a": float("nan")}),
        (".a", {"a": 1, "b": "\ud800"}),
        (".a", {"a": [[]] * 200}),
        (".a", {"a": "x" * 2_000_000}),
        ("$y", None),
        ("$__loc__", None),
        (".a?", {"a": 1}),
        (".a[0]", {"a": [1]}),
        ("..", {"a": 1}),
        (".a .b", {"a": 1}),
    ],
)
def test_what_is_not_certain_is_left_to_jq(program: str, data: JsonValue) -> None:
    assert picked(program, data, {"__loc__": 1}) is None


def test_a_picked_value_is_a_copy() -> None:
    data: JsonValue = {"a": {"b": 1}}
    assert isinstance(data, dict)
    found = evaluate(".a", data)
    assert found == data["a"]
    assert found is not data["a"]


@pytest.mark.parametrize("text", [".a", "$x.y", ".a + 1", "${ .a | tojson }", ". as $x | $x", "[.a, $x, $x.y]"])
def test_the_reading_of_the_meter_is_the_size_of_question_and_answer(text: str) -> None:
    readings: list[int] = []
    data: JsonValue = {"a": 1, "é": "😀"}
    result = evaluate(text, data, {"x": {"y": 2}, "unused": 3}, readings.append)
    program = text.removeprefix("${").removesuffix("}").strip()
    names, sent = (["x"], [{"y": 2}]) if "$x" in text else ([], [])
    assert readings == [len(json.dumps([program, names, [data, sent]])) + len(json.dumps([True, result]) + "\n")]


def test_an_error_is_read_by_the_meter_as_well() -> None:
    readings: list[int] = []
    with pytest.raises(Exception, match="Cannot index number"):
        evaluate(".a.b", {"a": 1}, {}, readings.append)
    told = 'Cannot index number with string ("b")'
    assert readings == [len(json.dumps([".a.b", [], [{"a": 1}, []]])) + len(json.dumps([False, told]) + "\n")]
