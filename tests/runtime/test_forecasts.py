"""Courses told from the input alone, by jq itself."""

from collections.abc import Mapping
from typing import cast

import pytest

from domain.forecasting.comparing import Compared, summarise
from domain.forecasting.course import Course, End
from domain.forecasting.following import follow
from domain.forecasting.values import CannotEvaluate
from domain.json_types import JsonObject, JsonValue
from runtime.expressions import ExpressionError, evaluate
from tests.factories import open_workflow

ROUTE: JsonObject = {
    "route": {"switch": [{"eu": {"when": '.country == "DE"', "then": "vat"}}, {"rest": {"then": "charge"}}]}
}
VAT: JsonObject = {"vat": {"set": {"tax": 19}, "then": "end"}}
CHARGE: JsonObject = {"charge": {"call": "http", "with": {"method": "get", "endpoint": "https://pay.example"}}}


def evaluated(text: str, data: JsonValue, variables: Mapping[str, JsonValue]) -> JsonValue:
    try:
        return evaluate(text, data, variables)
    except ExpressionError as error:
        raise CannotEvaluate(str(error)) from None


def course(value: JsonValue, *tasks: JsonObject, **more: JsonValue) -> Course:
    definition: JsonObject = {**open_workflow(do=cast(list[JsonValue], list(tasks))), **more}
    return follow(definition, value, evaluated)


def turns(found: Course) -> list[str]:
    return [f"{turn.task} {turn.to}" for turn in found.turns]


@pytest.mark.parametrize(("country", "to"), [("DE", "vat"), ("US", "charge")])
def test_a_switch_on_the_input_is_certain(country: str, to: str) -> None:
    found = course({"country": country}, ROUTE, VAT, CHARGE)
    assert (turns(found), found.end) == ([f"route {to}"], End.COMPLETE)


def test_a_switch_after_a_call_is_open_and_names_the_call() -> None:
    found = course({"country": "DE"}, CHARGE, ROUTE, VAT)
    assert (turns(found), found.end) == ([], End.OPEN)
    assert (found.at, found.because) == ("route", "the output of `charge`")


def test_a_condition_on_the_workflow_input_stays_certain_after_a_call() -> None:
    case: JsonObject = {"when": '$workflow.input.country == "DE"', "then": "vat"}
    found = course({"country": "DE"}, CHARGE, {"route": {"switch": [{"eu": case}]}}, VAT)
    assert (turns(found), found.end) == (["route vat"], End.COMPLETE)


def test_a_condition_on_what_was_exported_before_a_call_stays_certain() -> None:
    keep: JsonObject = {"keep": {"set": {"vip": "${ .spent > 10 }"}, "export": {"as": ".vip"}}}
    case: JsonObject = {"when": "$context", "then": "vat"}
    found = course({"spent": 11}, keep, CHARGE, {"route": {"switch": [{"vip": case}]}}, VAT)
    assert turns(found) == ["route vat"]


def test_an_export_of_an_output_that_nobody_knows_makes_the_context_open() -> None:
    call: JsonObject = {"charge": {**cast(JsonObject, CHARGE["charge"]), "export": {"as": ".id"}}}
    found = course({}, call, {"route": {"switch": [{"vip": {"when": "$context == 1", "then": "vat"}}]}}, VAT)
    assert (found.end, found.because) == (End.OPEN, "the output of `charge`")


def test_set_input_from_and_output_as_shape_the_data() -> None:
    tasks: list[JsonObject] = [
        {"shape": {"input": {"from": ".order"}, "set": {"n": "${ .amount * 2 }"}, "output": {"as": "{country: .n}"}}},
        {"route": {"switch": [{"big": {"when": ".country == 8", "then": "vat"}}]}},
        VAT,
    ]
    assert turns(course({"order": {"amount": 4}}, *tasks)) == ["route vat"]


def test_a_wait_hands_its_data_on() -> None:
    assert turns(course({"country": "DE"}, {"cool": {"wait": {"days": 30}}}, ROUTE, VAT)) == ["route vat"]


@pytest.mark.parametrize(("paid", "to"), [(True, "skip"), (False, "run")])
def test_an_if_is_a_decision_too(paid: bool, to: str) -> None:
    assert turns(course({"paid": paid}, {"remind": {"if": ".paid | not", "set": {"a": 1}}})) == [f"remind {to}"]


def test_decisions_in_a_nested_do_carry_its_name() -> None:
    assert turns(course({"country": "DE"}, {"inner": {"do": [ROUTE, VAT, CHARGE]}}))[0] == "inner/route vat"


def test_an_error_that_is_certainly_raised_is_an_end() -> None:
    found = course({}, {"stop": {"raise": {"error": {"type": "about:blank", "status": 400}}}}, ROUTE)
    assert (found.end, found.at) == (End.FAULT, "stop")


def test_an_expression_that_fails_on_the_data_fails_the_execution() -> None:
    found = course({"a": "text"}, {"sum": {"set": {"b": "${ .a + 1 }"}}})
    assert (found.end, found.at, "cannot be added" in found.because) == (End.FAULT, "sum", True)


def test_an_input_that_the_schema_refuses_goes_nowhere() -> None:
    found = course({}, ROUTE, input={"schema": {"document": {"required": ["country"]}}})
    assert (turns(found), found.end) == ([], End.REFUSED)


def test_a_loop_whose_inside_ends_the_workflow_ends_it() -> None:
    loop: JsonObject = {"each": {"for": {"in": ".items"}, "do": [{"stop": {"set": {"a": 1}, "then": "end"}}]}}
    found = course({"items": [1]}, loop, {"route": {"switch": [{"a": {"when": "$workflow.input.x"}}]}})
    assert (found.end, found.at) == (End.COMPLETE, "")


def test_a_loop_whose_inside_may_end_the_workflow_is_open() -> None:
    stop: JsonObject = {"stop": {"if": '$workflow.id == "x"', "set": {"a": 1}, "then": "end"}}
    loop: JsonObject = {"each": {"for": {"in": ".items"}, "do": [stop]}}
    assert course({"items": [1]}, loop).end is End.OPEN


def test_a_jump_that_never_ends_is_left_open() -> None:
    found = course({}, {"again": {"set": {"a": 1}, "then": "again"}})
    assert (found.end, "visits" in found.because) == (End.OPEN, True)


def test_what_only_a_run_knows_is_open() -> None:
    found = course({}, {"route": {"switch": [{"a": {"when": '$workflow.id == "x"', "then": "end"}}]}})
    assert (found.end, found.because) == (End.OPEN, "`$workflow.id`")


def test_those_who_would_take_another_branch_are_counted() -> None:
    cheaper: JsonObject = {"route": {"switch": [{"big": {"when": ".amount > 50", "then": "vat"}}]}}
    dearer: JsonObject = {"route": {"switch": [{"big": {"when": ".amount > 70", "then": "vat"}}]}}
    compared = [
        Compared(str(n), "x", course({"amount": n}, cheaper, VAT), course({"amount": n}, dearer, VAT))
        for n in range(40, 90, 10)
    ]
    summary = summarise(compared)
    assert [each.id for each in summary.others] == ["60", "70"]
    [branch] = summary.branches
    assert (branch.moves, branch.is_new) == (((("vat", "continue"), 2),), False)
