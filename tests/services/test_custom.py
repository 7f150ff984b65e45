"""Custom templates: any JSON object, run by a team's own worker, with all that holds for other templates."""

import pytest
from sqlalchemy import Connection, text

from domain.diff.comparing import diff
from domain.diff.model import pointer
from domain.errors import InvalidDefinition, NotAllowed, NotFound, RuleBroken, RuntimeRefused
from domain.json_types import JsonObject
from domain.vocabulary import ExecutionKind, ExecutionStatus, Format, Outcome, RuntimeStatus
from runtime.contracts import TaskCompletion
from runtime.service import temporal
from services._activation import Activation
from services.activate_version import activate_version
from services.cancel_execution import cancel_execution
from services.check_worker import check_worker
from services.complete_task import complete_task
from services.create_template import create_template
from services.delete_template import delete_template
from services.edit_template import edit_template
from services.get_execution import get_execution
from services.get_template import get_template
from services.get_version import get_version
from services.publish_version import publish_version
from services.read_ledger import read_ledger
from services.read_run import read_end, read_tasks
from services.sweep_executions import sweep_closed
from services.terminate_execution import terminate_execution
from storage.database import transaction
from storage.own_tables import TemplateSetting
from tests.factories import (
    AUTHOR,
    buy,
    make_active,
    make_child,
    make_custom_template,
    make_draft,
    make_link,
    make_published,
    make_template,
    open_workflow,
    start,
)
from tests.services.conftest import until_true
from tests.services.team import until_closed

SCHEMA: JsonObject = {"type": "object", "required": ["steps"]}


def swept(execution: str) -> ExecutionStatus:
    """Its status, once the sweep has found its end."""

    def has_ended() -> bool:
        sweep_closed()
        return get_execution(execution).closed_at is not None

    until_true(has_ended)
    return get_execution(execution).status


def strict_template() -> str:
    return create_template(
        "Payroll",
        actor=AUTHOR,
        dialect=Format.CUSTOM,
        workflow_type="HandOver",
        task_queue="payroll",
        definition_schema=SCHEMA,
    )


def test_a_purchase_starts_the_teams_workflow_and_the_sweep_brings_its_end(team_template: str) -> None:
    make_link(team_template)
    receipt = buy(payload={"plan": "finish"})
    assert receipt.outcome is Outcome.STARTED
    assert swept(receipt.execution_id or "") is ExecutionStatus.COMPLETED
    assert read_end(receipt.execution_id or "").result == {"plan": "finish", "events": []}


def test_its_failure_arrives_with_the_real_cause(team_template: str) -> None:
    execution = start(team_template, {"plan": "fail"}).execution_id or ""
    assert swept(execution) is ExecutionStatus.FAILED
    assert get_execution(execution).failure == {"title": "bank", "detail": "The bank refused"}


def test_a_draft_runs_as_a_marked_test_run(team_template: str) -> None:
    draft = make_draft(team_template, "2.0.0", {"steps": ["hand over twice"]})
    receipt = start(team_template, {"plan": "finish"}, version_id=draft, test=True)
    found = get_execution(receipt.execution_id or "")
    assert (found.kind, found.version, found.is_custom) == (ExecutionKind.TEST, "2.0.0", True)
    until_closed(found.id)


def test_it_can_be_cancelled_and_terminated(team_template: str) -> None:
    cancelled, terminated = (start(team_template, {"plan": "wait"}).execution_id or "" for _ in range(2))
    cancel_execution(cancelled, actor=AUTHOR, reason="Customer left")
    assert terminate_execution(terminated, actor=AUTHOR, reason="Runs wild") == 1
    assert get_execution(terminated).runtime_status is RuntimeStatus.TERMINATED
    assert swept(cancelled) is ExecutionStatus.FAILED
    assert get_execution(cancelled).runtime_status is RuntimeStatus.CANCELED


def test_its_tasks_are_not_told_and_cannot_be_completed(team_template: str) -> None:
    execution = start(team_template, {"plan": "wait"}).execution_id or ""
    with pytest.raises(NotAllowed, match="runs on its own team's worker, which tells nothing about its tasks"):
        read_tasks(execution)
    with pytest.raises(NotAllowed, match="tells nothing about its tasks"):
        complete_task(execution, "/do/0/ask", {}, actor=AUTHOR)


def test_what_their_worker_does_not_know_is_a_refusal_not_a_crash(team_template: str) -> None:
    execution = start(team_template, {"plan": "wait"}).execution_id or ""
    with pytest.raises(RuntimeRefused, match="state"):
        temporal().state(execution)
    with pytest.raises(RuntimeRefused, match="complete_task"):
        temporal().complete_task(execution, TaskCompletion("/do/0/ask", {}))


def test_versions_are_compared_published_and_activated_with_ledger_rows(team_template: str) -> None:
    first = get_template(team_template).active_version_id or ""
    second = make_draft(team_template, "1.1.0", {"steps": ["hand over", "tell the bank"]})
    publish_version(second, actor=AUTHOR, activate=Activation("Better", seen_active_id=first))
    [change] = diff(get_version(first).definition, get_version(second).definition)
    assert (pointer(change.place), change.new) == ("/steps/1", "tell the bank")
    activate_version(first, reason="Worse after all", seen_active_id=second, actor=AUTHOR)
    actions = [row.action for row in read_ledger(template_id=team_template, limit=4)]
    assert actions == ["version.activate", "version.activate", "version.publish", "version.draft"]


@pytest.mark.usefixtures("database")
def test_its_schema_is_kept_and_decides_what_may_be_published() -> None:
    template = strict_template()
    assert get_template(template).definition_schema == SCHEMA
    make_published(template, "1.0.0", {"steps": []})
    with pytest.raises(InvalidDefinition, match="steps"):
        publish_version(make_draft(template, "1.1.0", {"anything": "else"}), actor=AUTHOR)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE pointsman.template_setting SET format = 'open-workflow'",
        "UPDATE pointsman.template_setting SET workflow_type = 'Another'",
        "UPDATE pointsman.template_setting SET task_queue = 'another'",
        "UPDATE pointsman.template_setting SET definition_schema = '{}'",
        "UPDATE pointsman.template_setting SET definition_schema = NULL",
        "DELETE FROM pointsman.template_setting",
    ],
)
def test_no_writer_changes_what_was_fixed_when_the_template_was_made(database: Connection, change: str) -> None:
    strict_template()
    with pytest.raises(RuleBroken, match="are fixed when it is made"), transaction() as session:
        session.execute(text(change))


def test_a_template_of_the_backend_with_versions_never_becomes_custom(database: Connection) -> None:
    template = make_template()
    make_draft(template)
    database.execute(text("ALTER TABLE pointsman.template_setting DISABLE TRIGGER fixed_setting"))
    database.execute(text("DELETE FROM pointsman.template_setting"))
    database.execute(text("ALTER TABLE pointsman.template_setting ENABLE TRIGGER fixed_setting"))
    late = TemplateSetting(template_id=template, format=Format.CUSTOM, workflow_type="HandOver", task_queue="payroll")
    with pytest.raises(RuleBroken, match="are fixed when it is made"), transaction() as session:
        session.add(late)


@pytest.mark.usefixtures("database")
def test_what_is_not_fixed_can_still_be_changed_and_the_template_deleted() -> None:
    template = strict_template()
    edit_template(template, name="Payroll, renamed", description=None, actor=AUTHOR)
    assert get_template(template).name == "Payroll, renamed"
    delete_template(template, reason="Made by mistake", actor=AUTHOR)
    with pytest.raises(NotFound):
        get_template(template)


def test_the_interpreter_never_runs_a_custom_definition_as_a_sub_workflow(database: Connection) -> None:
    make_active(make_custom_template(), definition={**open_workflow("dsc"), "steps": []})
    parent = make_template()
    make_active(parent)
    with pytest.raises(NotFound, match="no version to run as a sub-workflow"):
        make_child(start(parent).execution_id or "")


def test_a_polled_task_queue_gives_no_warning(team_template: str) -> None:
    assert check_worker(team_template) is None


@pytest.mark.usefixtures("database", "temporal_address")
def test_a_start_on_a_queue_that_nobody_polls_is_warned_of_but_not_refused() -> None:
    template = make_custom_template("nobody-polls")
    make_active(template, definition={})
    assert "No worker polls the task queue “nobody-polls”" in (check_worker(template) or "")
    assert start(template).outcome is Outcome.STARTED


@pytest.mark.usefixtures("database", "temporal_address")
def test_a_queue_that_temporal_refuses_is_told_with_its_reason() -> None:
    told = check_worker(make_custom_template("/_sys/payroll"))
    assert "Nothing can be started on the task queue “/_sys/payroll”. Temporal refused" in (told or "")


@pytest.mark.usefixtures("database", "temporal_away")
def test_an_open_workflow_template_needs_no_worker_of_a_team_and_temporal_is_not_asked() -> None:
    assert check_worker(make_template()) is None
