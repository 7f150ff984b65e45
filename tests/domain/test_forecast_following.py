"""The way of an execution is told from its input as far as that is certain, and not a step further."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings

from domain.forecasting.comparing import Compared, summarise
from domain.forecasting.course import Course, End
from domain.forecasting.following import follow
from domain.forecasting.values import CannotEvaluate
from domain.json_types import JsonObject, JsonValue
from runtime.expressions import evaluate
from tests.domain.test_diff import VALUES

CALL: JsonObject = {"call": "http", "with": {"method": "get", "endpoint": "https://a.example"}}


def course(value: JsonValue, *tasks: JsonValue) -> Course:
    def result(text: str, data: JsonValue, variables: Mapping[str, JsonValue]) -> JsonValue:
        return evaluate(text, data, variables)

    return follow({"document": {"dsl": "1.0.3"}, "do": [*tasks]}, value, result)


def turns(found: Course) -> list[tuple[str, str]]:
    return [(turn.task, turn.to) for turn in found.turns]


def split(condition: str, then: str = "exit") -> JsonObject:
    return {"split": {"switch": [{"a": {"when": condition, "then": then}}]}}


LAST: JsonObject = {"last": {"switch": [{"big": {"when": "$workflow.input.n > 1", "then": "end"}}]}}


def test_a_loop_over_the_input_is_followed_item_by_item() -> None:
    loop: JsonObject = {
        "each": {"for": {"each": "d", "in": ".items"}, "do": [split("$d.vip"), {"s": {"set": {"x": 1}}}]}
    }
    found = course({"items": [{"vip": True}, {"vip": False}], "n": 2}, loop, LAST)
    assert turns(found) == [("each/split", "exit"), ("each/split", "continue"), ("last", "end")]
    assert (found.end, found.gaps) == (End.COMPLETE, ())


def test_a_loop_gives_the_output_of_its_last_turn_and_stops_at_while() -> None:
    body: JsonObject = {
        "for": {"in": "$workflow.input.items"},
        "do": [{"s": {"set": {"sum": "${ .sum + $item }"}}}],
    }
    after: JsonObject = {"check": {"switch": [{"three": {"when": ".sum == 3", "then": "end"}}]}}
    value: JsonObject = {"sum": 0, "items": [1, 2, 3]}
    assert turns(course(value, {"add": {**body, "while": ".sum < 3"}}, after)) == [("check", "end")]
    both: JsonObject = {"check": {"switch": [{"list": {"when": "map(.sum) == [1, 2, 3]", "then": "end"}}]}}
    parallel: JsonObject = {"add": {**body, "metadata": {"pointsman/parallel": True}}}
    assert turns(course(value, parallel, both)) == [("check", "end")]


def test_what_is_open_inside_of_a_task_leaves_what_follows_certain() -> None:
    loop: JsonObject = {"each": {"for": {"in": ".items"}, "do": [{"ask": CALL}, split(".answer")]}}
    found = course({"items": [1, 2], "n": 2}, loop, LAST)
    assert turns(found) == [("last", "end")]
    assert found.end is End.COMPLETE
    assert [(gap.at, gap.because) for gap in found.gaps] == [("each/split", "the output of `each/ask`")]
    [ending] = summarise([Compared("1", "one", None, found)]).endings
    assert (ending.end, ending.at, ending.inputs) == (End.OPEN, "each/split", 1)


@pytest.mark.parametrize("leaving", [split(".answer", "end"), {"fail": {"raise": {"error": "x"}, "if": ".answer"}}])
def test_what_might_end_or_fail_inside_leaves_nothing_certain(leaving: JsonObject) -> None:
    found = course({"items": [1], "n": 2}, {"each": {"for": {"in": ".items"}, "do": [{"ask": CALL}, leaving]}}, LAST)
    assert (found.end, found.because) == (End.OPEN, "the output of `each/ask`")
    assert turns(found) == []


def test_the_branches_of_a_fork_are_followed_and_give_a_list() -> None:
    branches: list[JsonValue] = [{"one": {"do": [split("$workflow.input.n == 1")]}}, {"two": {"set": {"b": 2}}}]
    after: JsonObject = {"check": {"switch": [{"b": {"when": ".[1].b == 2", "then": "end"}}]}}
    assert turns(course({"n": 1}, {"both": {"fork": {"branches": branches}}}, after)) == [
        ("both/one/split", "exit"),
        ("check", "end"),
    ]
    race: JsonObject = {"both": {"fork": {"compete": True, "branches": branches}}}
    found = course({"n": 1}, race, after)
    assert (turns(found), found.because) == ([], "the output of `both`")


def test_a_branch_that_may_end_the_workflow_leaves_nothing_certain() -> None:
    branches: list[JsonValue] = [{"one": {"do": [split(".n == 1", "end")]}}, {"two": CALL}]
    found = course({"n": 1}, {"both": {"fork": {"branches": branches}}}, LAST)
    assert (found.end, found.because) == (End.OPEN, "which branch of `both` comes first")


def test_a_try_is_followed_until_an_error_is_certain() -> None:
    def attempt(*body: JsonValue) -> JsonObject:
        return {"t": {"try": [*body], "catch": {"do": [{"c": {"set": {"caught": True}}}]}}}

    found = course({"n": 2}, attempt(split(".n == 2"), {"pay": CALL}), LAST)
    assert turns(found) == [("t/split", "exit"), ("last", "end")]
    found = course({"n": 2}, attempt(split(".n == 2", "continue"), {"f": {"raise": {"error": "x"}}}), LAST)
    assert (found.end, found.at, found.because) == (End.OPEN, "t", "what becomes of the error at `t/f`")


def test_what_a_listener_does_with_events_is_not_certain() -> None:
    listen: JsonObject = {"to": {"any": []}}
    found = course({"n": 2}, {"wait": {"listen": listen, "foreach": {"do": [split(".x")]}}}, LAST)
    assert (turns(found), found.end) == ([("last", "end")], End.COMPLETE)
    found = course({"n": 2}, {"wait": {"listen": listen, "foreach": {"do": [split(".x", "end")]}}}, LAST)
    assert (found.end, found.because) == (End.OPEN, "what happens inside `wait`")


def test_what_branches_export_at_the_same_time_is_not_certain() -> None:
    branches: list[JsonValue] = [{name: {"set": {"v": name}, "export": {"as": ".v"}}} for name in ("one", "two")]
    after: JsonObject = {"check": {"switch": [{"one": {"when": '$context == "one"', "then": "end"}}]}}
    found = course({}, {"both": {"fork": {"branches": branches}}}, after)
    assert (found.end, found.at) == (End.OPEN, "check")


def test_a_decision_in_a_loop_is_compared_time_by_time() -> None:
    def looped(limit: int) -> Course:
        loop: JsonObject = {"each": {"for": {"in": ".items"}, "do": [split(f"$item > {limit}")]}}
        return course({"items": [1, 5, 9]}, loop)

    summary = summarise([Compared("1", "one", looped(8), looped(4))])
    [branch] = summary.branches
    assert branch.moves == ((("continue", "exit"), 1),)
    assert sorted(branch.leads) == [("continue", 1), ("exit", 1)]
    assert len(summary.others) == 1


@settings(deadline=None, max_examples=80)
@given(VALUES, VALUES)
def test_anything_can_be_followed(one: JsonValue, two: JsonValue) -> None:
    def nothing(text: str, data: JsonValue, variables: Mapping[str, JsonValue]) -> JsonValue:
        raise CannotEvaluate(text)

    inside: list[JsonValue] = [
        {"a": {"for": {"in": [1, 2], "each": one}, "do": two}},
        {"b": {"fork": {"branches": one, "compete": two}}},
        {"c": {"try": two, "catch": one}},
        {"d": {"do": [{"e": one}], "then": two}},
        {"f": {"switch": one}},
        {"g": {"listen": two, "foreach": one}},
    ]
    found = follow({"do": [*inside, {"h": {"fork": {"branches": inside}}}], "input": one}, two, nothing)
    assert found.end in End
