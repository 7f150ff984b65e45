"""The switch conditions of a version, evaluated on the inputs of the last executions."""

import pytest
from sqlalchemy import Connection

from domain.forecasting.course import End
from domain.json_types import JsonObject, JsonValue
from services.forecast import forecast
from tests.factories import make_active, make_custom_template, make_draft, make_template, open_workflow, start

pytestmark = pytest.mark.usefixtures("temporal_away")


def routing(limit: int, version: str, *before: JsonValue) -> JsonObject:
    """A definition that goes to ``large`` from an amount on."""
    cases: list[JsonValue] = [{"large": {"when": f".amount >= {limit}", "then": "large"}}]
    ends: list[JsonValue] = [{name: {"set": {"size": name}, "then": "end"}} for name in ("small", "large")]
    tasks: list[JsonValue] = [*before, {"route": {"switch": cases}}, *ends]
    return open_workflow(do=tasks, version=version)


@pytest.fixture
def template(database: Connection) -> str:
    """A template with three executions of different amounts."""
    found = make_template()
    make_active(found, "1.0.0", routing(50, "1.0.0"))
    for amount in (40, 60, 80):
        start(found, {"amount": amount})
    return found


def test_inputs_that_would_take_another_branch_are_counted_and_named(template: str) -> None:
    active = make_active(make_template(), "1.0.0", routing(50, "1.0.0"))
    found = forecast(make_draft(template, "1.1.0", routing(70, "1.1.0")), active)
    assert found is not None
    assert (found.against, found.found, found.summary.inputs, len(found.summary.others)) == ("1.0.0", 3, 3, 1)
    [branch] = found.summary.branches
    assert branch.moves == ((("large", "continue"), 1),)


def test_what_depends_on_the_output_of_a_task_is_said_to_be_open(template: str) -> None:
    call: JsonObject = {"charge": {"call": "http", "with": {"method": "get", "endpoint": "https://pay.example"}}}
    found = forecast(make_draft(template, "1.1.0", routing(70, "1.1.0", call)))
    assert found is not None
    [ending] = found.summary.endings
    assert (ending.end, ending.at, ending.because, ending.inputs) == (End.OPEN, "route", "the output of `charge`", 3)
    assert found.summary.branches == ()


@pytest.mark.usefixtures("database")
def test_custom_definitions_have_no_forecast() -> None:
    assert forecast(make_draft(make_custom_template(), definition={"steps": []})) is None
