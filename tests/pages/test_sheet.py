"""What a person reads on the sheet before a change of the points."""

import pytest
from sqlalchemy import Connection

from cli.parts.ports import free_port
from domain.json_types import JsonObject, JsonValue
from services.set_link_enabled import set_link_enabled
from tests.factories import (
    AUTHOR,
    calling,
    make_active,
    make_custom_template,
    make_draft,
    make_link,
    make_template,
    open_workflow,
    start,
)
from tests.pages.reading import sheet_of, words
from tests.pages.rows import made_by_the_backend
from tests.services.conftest import PointTo, temporal_at

__all__ = ["temporal_at"]
pytestmark = pytest.mark.usefixtures("database", "temporal_address")


def told_by(version_id: str) -> str:
    return words(sheet_of(version_id))


def demanding(version: str, *tasks: JsonValue) -> JsonObject:
    """A definition whose input must have an amount."""
    schema: JsonObject = {"document": {"type": "object", "required": ["amount"]}}
    return {**open_workflow(version=version, do=[*tasks] or None), "input": {"schema": schema}}


@pytest.fixture
def template() -> str:
    """A template whose version 1.0.0 is active."""
    found = make_template()
    make_active(found, "1.0.0")
    return found


def test_one_sentence_comes_first(template: str) -> None:
    told = told_by(make_draft(template, "1.1.0"))
    assert told.startswith("New executions use **1.1.0** in place of **1.0.0**.")


def test_a_template_that_is_off_is_told_so() -> None:
    told = told_by(make_draft(make_template()))
    assert "the template is off until then" in told
    assert "there is nothing to compare with" in told


def test_links_stand_by_whether_they_are_enabled(template: str) -> None:
    make_link(template, "gst")
    set_link_enabled(make_link(template, "vat"), False, actor=AUTHOR, reason="Not sold")
    told = told_by(make_draft(template, "1.1.0"))
    assert "**1 link** will start 1.1.0: `gst`" in told
    assert "1 disabled link: `vat`" in told


def test_what_runs_is_counted_by_version(template: str, database: Connection) -> None:
    draft = make_draft(template, "1.1.0")
    made_by_the_backend(database, make_active(other := make_template("Other"), "1.0.0"))
    assert "No execution is running." in told_by(draft)
    assert "1 on 1.0.0" in told_by(make_draft(other, "1.1.0"))


def test_refused_inputs_are_counted_with_the_reason(template: str) -> None:
    values: list[JsonValue] = [{"amount": 1}, {}, {"amount": 2}]
    for value in values:
        start(template, value)
    told = told_by(make_draft(template, "2.0.0", demanding("2.0.0")))
    assert "**1** of the last 3 inputs would fail:" in told
    assert '"amount" is a required property' in told


def test_the_forecast_counts_those_who_take_another_branch() -> None:
    template = make_template()
    make_active(template, "1.0.0", routing(50, "1.0.0"))
    for amount in (40, 60, 80):
        start(template, {"amount": amount})
    told = told_by(make_draft(template, "1.1.0", routing(70, "1.1.0")))
    assert "**1** of the last 3 inputs would take another branch than with 1.0.0:" in told
    assert "`route`: 1 to the next task instead of to `large`" in told


def test_callers_stand_with_the_version_that_they_run(template: str) -> None:
    make_active(make_template("Parent"), "1.0.0", open_workflow("parent", do=calling("incorporate", "active")))
    assert "runs the active version" in told_by(make_draft(template, "1.1.0"))
    renamed = make_draft(template, "1.2.0", open_workflow("another-name", version="1.2.0"))
    assert "would find nothing to run" in told_by(renamed)


def test_temporal_away_is_told_in_its_place_and_hides_nothing_else(template: str, temporal_at: PointTo) -> None:
    temporal_at(f"127.0.0.1:{free_port()}")
    told = told_by(make_draft(template, "1.1.0"))
    assert "Asking for a worker: Temporal cannot be reached" in told
    assert "No execution is running." in told


def test_a_task_queue_that_nobody_polls_is_told(template: str) -> None:
    assert "No worker polls the task queue" in told_by(make_draft(template, "1.1.0"))


def test_of_custom_workflows_it_says_what_cannot_be_told() -> None:
    told = told_by(make_draft(make_custom_template(), definition={"steps": []}))
    assert "check their input themselves" in told
    assert "only the worker of a custom template knows" in told


def routing(limit: int, version: str) -> JsonObject:
    cases: list[JsonValue] = [{"large": {"when": f".amount >= {limit}", "then": "large"}}]
    ends: list[JsonValue] = [{name: {"set": {"size": name}, "then": "end"}} for name in ("small", "large")]
    return open_workflow(do=[{"route": {"switch": cases}}, *ends], version=version)
