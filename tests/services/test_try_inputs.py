"""Which of the inputs that were really sent a version would refuse."""

import secrets
from typing import cast

import pytest
from sqlalchemy import Connection, text

from domain.json_types import JsonObject, JsonValue
from services.forecast import forecast
from services.try_inputs import try_inputs
from tests.factories import (
    buy,
    make_active,
    make_custom_template,
    make_draft,
    make_link,
    make_published,
    make_template,
    open_workflow,
    start,
)

pytestmark = pytest.mark.usefixtures("temporal_away")


def demanding(*required: str, version: str = "1.1.0") -> JsonObject:
    """A definition whose input must have these members."""
    schema = cast(JsonObject, {"type": "object", "required": list(required)})
    return {**open_workflow(version=version), "input": {"schema": {"document": schema}}}


@pytest.fixture
def template(database: Connection) -> str:
    """A template whose active version takes anything."""
    found = make_template()
    make_active(found, "1.0.0")
    return found


def test_inputs_that_the_new_schema_refuses_are_told_with_execution_and_reason(template: str) -> None:
    values: list[JsonValue] = [{"directorId": "d1"}, {}, {"directorId": "d2"}]
    _, refused, _ = [start(template, value).execution_id for value in values]
    trial = try_inputs(make_draft(template, "1.1.0", demanding("directorId"))).executions
    assert (trial.found, trial.tried) == (3, 3)
    [found] = trial.refused
    assert (found.id, found.already) == (refused, False)
    assert '"directorId" is a required property' in found.reason


def test_inputs_of_all_versions_count_and_test_runs_do_not(template: str) -> None:
    other = make_published(template, "1.2.0")
    draft = make_draft(template, "1.3.0", demanding("directorId", version="1.3.0"))
    start(template, {"directorId": "1"})
    start(template, {"directorId": "1"}, version_id=other)
    start(template, {"directorId": "1"}, version_id=draft, test=True)
    assert try_inputs(draft).executions.found == 2


def test_only_the_newest_fifty_are_tried(template: str, database: Connection) -> None:
    first = start(template, {"old": True}).execution_id
    for number in range(50):
        start(template, {"number": number})
    database.execute(
        text('UPDATE "WorkflowExecution" SET "createdAt" = timestamp \'2020-01-01\' WHERE id = :id'), {"id": first}
    )
    trial = try_inputs(make_draft(template, "1.1.0", demanding("number"))).executions
    assert (trial.tried, trial.refused) == (50, ())


def test_what_a_link_makes_of_a_payload_is_tried(template: str, database: Connection) -> None:
    link = make_link(template, "gst")
    database.execute(
        text("UPDATE pointsman.link_setting SET input_expression = '{directorId: .director.id}' WHERE link_id = :id"),
        {"id": link},
    )
    buy("gst", "ev_1", {"director": {"id": "d1"}})
    buy("gst", "ev_2", {"director": "of text, which has no id"})
    trial = try_inputs(make_draft(template, "1.1.0", demanding("directorId"))).deliveries
    [refused] = trial.refused
    assert (trial.tried, refused.name, refused.already) == (2, "gst", True)
    assert "The link's input expression failed" in refused.reason


def test_a_payload_without_an_expression_is_the_input(template: str) -> None:
    make_link(template, "gst")
    buy("gst", "ev_1", {"amount": 3})
    [refused] = try_inputs(make_draft(template, "1.1.0", demanding("directorId"))).deliveries.refused
    assert (refused.already, '"directorId"' in refused.reason) == (False, True)


def test_a_costly_schema_is_judged_within_limits(template: str) -> None:
    start(template, {"a": 1})
    levels = {f"l{n}": {"allOf": [{"$ref": f"#/$defs/l{n - 1}"}] * 2} for n in range(1, 40)}
    schema = cast(JsonObject, {"$defs": {"l0": {"type": "object"}, **levels}, "$ref": "#/$defs/l39"})
    costly: JsonObject = {**open_workflow(version="1.1.0"), "input": {"schema": {"document": schema}}}
    [refused] = try_inputs(make_draft(template, "1.1.0", costly)).executions.refused
    assert "took more than" in refused.reason or "memory" in refused.reason


@pytest.mark.usefixtures("database")
def test_custom_workflows_judge_their_input_themselves() -> None:
    draft = make_draft(make_custom_template(), definition={"steps": []})
    assert not try_inputs(draft).is_judged


def test_custom_definitions_with_an_input_schema_are_held_against_it(database: Connection) -> None:
    template = make_custom_template()
    schema: JsonObject = {"document": {"type": "object", "required": ["employee"]}}
    make_active(template, "1.0.0", {"steps": []})
    start(template, {"employee": "e1"})
    start(template, {})
    trials = try_inputs(make_draft(template, "1.1.0", {"steps": [], "input": {"schema": schema}}))
    assert (trials.is_judged, trials.is_binding) == (True, False)
    assert [each.already for each in trials.executions.refused] == [False]


def test_inputs_that_are_too_large_are_counted(template: str) -> None:
    start(template, {"blob": secrets.token_hex(256 * 1024)})
    start(template, {"directorId": "d1"})
    draft = make_draft(template, "1.1.0", demanding("directorId"))
    trial = try_inputs(draft).executions
    assert (trial.found, trial.too_large, trial.refused) == (1, 1, ())
    found = forecast(draft)
    assert found is not None
    assert (found.summary.inputs, found.too_large) == (1, 1)
