"""Starting by hand: the right version with the right input, never twice by mistake."""

import pytest
from sqlalchemy import Connection, text

from domain.errors import InvalidDefinition, InvalidInput, NotAllowed, NotFound
from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import ExecutionKind, ExecutionStatus, Origin, Outcome, RuntimeStatus
from runtime.histories import Spot
from runtime.service import temporal
from services.deprecate_version import deprecate_version
from services.get_execution import get_execution
from services.get_template import get_template
from services.list_deliveries import list_deliveries
from services.list_executions import list_executions
from services.start_execution import StartOrder, start_execution
from services.switch_off_template import switch_off_template
from tests.factories import (
    AUTHOR,
    make_active,
    make_custom_template,
    make_draft,
    make_published,
    make_template,
    open_workflow,
    start,
)
from tests.services.hostile import HOSTILE_JSON


@pytest.fixture
def template(database: Connection, temporal_address: str) -> str:
    """A template that is on."""
    found = make_template("GST registration")
    make_active(found)
    return found


def test_the_active_version_runs_on_temporal_under_the_executions_id(template: str) -> None:
    execution = start(template).execution_id or ""
    found = get_execution(execution)
    assert (found.status, found.version, found.name) == (ExecutionStatus.STARTED, "1.0.0", "GST registration")
    assert temporal().describe(execution).run_id == found.run_id


def test_input_context_reason_name_and_starter_are_kept(template: str) -> None:
    order = StartOrder(template, {"a": 1}, " Asked for ", context={"directorID": "d1"}, name=" Ada's filing ")
    found = get_execution(start_execution(order, actor=AUTHOR, origin=Origin.API).execution_id or "")
    assert (found.input, found.context, found.reason) == ({"a": 1}, {"directorID": "d1"}, "Asked for")
    assert (found.name, found.started_by, found.origin) == ("Ada's filing", AUTHOR, Origin.API)


def test_an_older_published_version_can_be_chosen_on_purpose(template: str) -> None:
    older = make_published(template, "0.9.0")
    assert get_execution(start(template, version_id=older).execution_id or "").version == "0.9.0"


def test_a_draft_runs_only_as_a_test(template: str) -> None:
    draft = make_draft(template, "2.0.0")
    with pytest.raises(NotAllowed, match="Start it as a test run, or publish it first"):
        start(template, version_id=draft)
    found = get_execution(start(template, version_id=draft, test=True).execution_id or "")
    assert (found.kind, found.status) == (ExecutionKind.TEST, ExecutionStatus.STARTED)


def test_a_draft_that_could_not_be_published_does_not_run_as_a_test(template: str) -> None:
    draft = make_draft(template, "2.0.0", open_workflow(version="2.0.0", do=[{"greet": {"call": "htttp"}}]))
    with pytest.raises(InvalidDefinition, match="/do/0/greet"):
        start(template, version_id=draft, test=True)
    assert list_deliveries().rows == ()


def test_a_published_version_never_runs_as_a_test(template: str) -> None:
    with pytest.raises(NotAllowed, match="only drafts run as tests"):
        start(template, test=True)


def test_a_deprecated_version_starts_nothing_new(template: str) -> None:
    old = make_published(template, "0.9.0")
    deprecate_version(old, reason="Wrong form", actor=AUTHOR)
    with pytest.raises(NotAllowed, match="is deprecated and starts nothing new"):
        start(template, version_id=old)


def test_a_version_of_another_template_is_refused(template: str) -> None:
    foreign = make_published(make_template("Another"))
    with pytest.raises(NotFound, match="no version of this template"):
        start(template, version_id=foreign)


def test_a_template_that_is_off_leaves_a_delivery(template: str) -> None:
    switch_off_template(template, reason="Law", seen_active_id=get_template(template).active_version_id, actor=AUTHOR)
    receipt = start(template)
    assert (receipt.outcome, receipt.execution_id) == (Outcome.NO_ACTIVE_VERSION, None)
    assert receipt.detail == "“GST registration” is switched off: no version is active."


def test_an_input_that_does_not_fit_leaves_a_delivery_that_says_where(database: Connection) -> None:
    schema: JsonObject = {"type": "object", "properties": {"directors": {"type": "integer"}}}
    found = make_template()
    make_active(found, definition={**open_workflow(), "input": {"schema": {"document": schema}}})
    receipt = start(found, {"directors": "two"})
    assert receipt.outcome is Outcome.INVALID_INPUT
    assert "/directors" in (receipt.detail or "")


def test_the_same_key_again_starts_nothing(template: str) -> None:
    order = StartOrder(template, {}, "Asked for", key="form-1")
    first, again = start_execution(order, actor=AUTHOR), start_execution(order, actor=AUTHOR)
    assert (again.outcome, again.execution_id) == (Outcome.DUPLICATE, first.execution_id)
    assert len(list_executions().rows) == 1


def test_an_unknown_task_group_leaves_a_delivery(template: str) -> None:
    order = StartOrder(template, {}, "Asked for", task_group_id="group_404")
    receipt = start_execution(order, actor=AUTHOR)
    assert (receipt.outcome, receipt.detail) == (
        Outcome.INVALID_INPUT,
        "The task group “group_404” is not known to the backend.",
    )


def test_a_service_request_and_a_task_group_are_tied_to_the_execution(template: str, database: Connection) -> None:
    database.execute(text("""INSERT INTO "ServiceRequest" VALUES ('sr_1')"""))
    database.execute(text("""INSERT INTO "ServiceRequestTaskGroup" VALUES ('tg_1')"""))
    order = StartOrder(template, {}, "Asked for", service_request_id="sr_1", task_group_id="tg_1")
    found = get_execution(start_execution(order, actor=AUTHOR).execution_id or "")
    assert (found.service_request_id, found.task_group_id) == ("sr_1", "tg_1")


def test_a_custom_template_runs_on_its_teams_queue_with_definition_version_and_input(
    database: Connection, temporal_address: str
) -> None:
    found = make_custom_template("nobody-polls", "HandOver")
    make_active(found, definition={"steps": ["one"]})
    execution = start(found, {"employees": 3}).execution_id or ""
    [begun] = [
        event
        for event in temporal().history_back(execution, Spot(), 50).events
        if event.type == "WorkflowExecutionStarted"
    ]
    assert begun.attributes["workflowType"] == {"name": "HandOver"}
    assert begun.attributes["input"] == [
        {"definition": {"steps": ["one"]}, "version": "1.0.0", "input": {"employees": 3}}
    ]


@pytest.mark.parametrize("hostile", HOSTILE_JSON)
def test_a_hostile_input_is_refused_and_nothing_is_written(template: str, hostile: str) -> None:
    with pytest.raises(InvalidInput, match="input"):
        start(template, HOSTILE_JSON[hostile])
    assert (list_deliveries().rows, list_executions().rows) == ((), ())


@pytest.mark.parametrize("value", [None, [], "text", 0, False, {"": {"": "👩‍👩‍👧 مرحبا <b>"}}])
def test_any_json_is_an_input(template: str, value: JsonValue) -> None:
    execution = start_execution(StartOrder(template, value, "Asked for"), actor=AUTHOR).execution_id or ""
    assert get_execution(execution).input == value


def test_the_largest_ascii_input_that_is_taken_starts(template: str) -> None:
    execution = start(template, {"text": "x" * 1_500_000}).execution_id or ""
    assert temporal().describe(execution).runtime_status is RuntimeStatus.RUNNING


@pytest.mark.parametrize("reason", ["", " ", "x" * 1001, "\0"])
def test_a_reason_is_needed(template: str, reason: str) -> None:
    with pytest.raises(InvalidInput, match="reason"):
        start_execution(StartOrder(template, {}, reason), actor=AUTHOR)


@pytest.mark.parametrize("key", ["", "x" * 201, "\0", "\ud83d"])
def test_a_key_is_a_short_text(template: str, key: str) -> None:
    with pytest.raises(InvalidInput, match="key"):
        start_execution(StartOrder(template, {}, "Asked for", key=key), actor=AUTHOR)


@pytest.mark.parametrize("name", ["x" * 201, "\0", "\ud83d"])
def test_a_name_is_a_short_text(template: str, name: str) -> None:
    with pytest.raises(InvalidInput, match="name"):
        start_execution(StartOrder(template, {}, "Asked for", name=name), actor=AUTHOR)


@pytest.mark.usefixtures("database")
def test_a_template_that_is_gone_is_told() -> None:
    with pytest.raises(NotFound, match="no template “gone”"):
        start("gone")
