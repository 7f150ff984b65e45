"""Jobs that act: on exactly what the filter found when it was confirmed, each once, each with its outcome and deed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from domain.errors import Conflict, InvalidInput, NotAllowed
from domain.json_types import JsonObject
from domain.vocabulary import ExecutionStatus as Status
from domain.vocabulary import ItemOutcome, JobAction, RuntimeStatus
from runtime.service import temporal
from services import create_action_job as creating
from services import preview_job as previewing
from services._execution_filter import ExecutionFilter
from services.create_action_job import ActionOrder, create_action_job
from services.export_job import export_job
from services.get_execution import get_execution
from services.list_executions import list_executions
from services.list_reruns import list_reruns
from services.observe_execution import observe_execution
from services.preview_job import preview_job
from services.read_job import list_job_rows, list_jobs, read_job
from services.read_ledger import read_ledger
from services.run_jobs import run_jobs
from services.start_execution import StartOrder, start_execution
from services.stop_job import resume_job, stop_job
from storage.database import engine
from tests.factories import AUTHOR, make_active, make_custom_template, make_template, open_workflow
from tests.services.conftest import PointTo, until_true
from tests.services.ending import end
from tests.services.team import WORKFLOW_TYPE
from tests.services.test_terminating import running_child


@pytest.fixture
def template(fresh_database_url: str, temporal_address: str, team_queue: str) -> str:
    """Commits count, and a team's worker runs what is started."""
    found = make_custom_template(team_queue, WORKFLOW_TYPE)
    make_active(found, definition={"steps": ["hand over"]})
    return found


def run(template: str, plan: str = "wait", customer: str = "c_1") -> str:
    context: JsonObject = {"customerId": customer}
    order = StartOrder(template, {"plan": plan}, "x", context=context)
    return start_execution(order, actor=AUTHOR).execution_id or ""


def failed(template: str) -> str:
    found = run(template, "fail")
    until_true(lambda: observe_execution(found).closed_at is not None)
    return found


def order_of(action: JobAction, where: ExecutionFilter | None = None, key: str = "job_1") -> ActionOrder:
    asked, until = where or ExecutionFilter(), datetime.now(UTC) + timedelta(minutes=1)
    possible = preview_job(asked, action, until).possible
    return ActionOrder(asked, action, until, possible, "May", "customer=c_1", key)


def job_of(action: JobAction, where: ExecutionFilter | None = None, key: str = "job_1") -> str:
    return create_action_job(order_of(action, where, key), actor=AUTHOR, reason="Bank holiday")


def outcomes(job: str) -> list[tuple[str | None, ItemOutcome | None]]:
    return [(row.subject_id, row.outcome) for row in list_job_rows(job, size=None)]


def deeds(execution: str, action: str) -> list[tuple[str, str | None]]:
    return [(row.actor, row.reason) for row in read_ledger(subject_id=execution) if row.action == action]


def forget(job: str) -> None:
    """As if the worker had been killed after acting, before it wrote down what came of it."""
    with engine().begin() as connection:
        connection.execute(
            text("UPDATE pointsman.start_job_row SET (done_at, outcome, delivery_id) = (NULL, NULL, NULL)")
        )
        connection.execute(text("UPDATE pointsman.start_job SET done_at = NULL"))
        connection.execute(text("ALTER TABLE pointsman.ledger DISABLE TRIGGER USER"))
        connection.execute(text("DELETE FROM pointsman.ledger WHERE after ->> 'jobId' IS NOT NULL"))
        connection.execute(text("ALTER TABLE pointsman.ledger ENABLE TRIGGER USER"))


def test_it_acts_on_what_the_filter_finds_and_on_nothing_else(template: str) -> None:
    mine, others = [run(template) for _ in range(3)], run(template, customer="c_2")
    job = job_of(JobAction.TERMINATE, ExecutionFilter(customer_id="c_1"))
    later = run(template)
    assert run_jobs() == 3
    assert outcomes(job) == [(each, ItemOutcome.DONE) for each in mine]
    assert [get_execution(each).status for each in mine] == [Status.FAILED] * 3
    assert [get_execution(each).status for each in (others, later)] == [Status.STARTED] * 2
    assert [deeds(each, "execution.terminate") for each in mine] == [[(AUTHOR, "Bank holiday")]] * 3
    assert read_job(job).done_at is not None
    for each in (others, later):
        temporal().terminate(each, "test")


def test_the_preview_counts_what_is_possible_and_tells_why_the_rest_is_not(template: str) -> None:
    running, gone = run(template), failed(template)
    found = preview_job(ExecutionFilter(), JobAction.CANCEL, datetime.now(UTC) + timedelta(minutes=1))
    assert (found.total, found.possible, found.statuses) == (2, 1, {Status.STARTED: 1})
    assert found.problems == {"It is failed; only a started execution can be cancelled.": 1}
    assert {row.id for row in found.sample} == {running, gone}
    assert list_jobs() == []
    job = job_of(JobAction.CANCEL)
    run_jobs()
    assert dict(outcomes(job)) == {running: ItemOutcome.DONE, gone: ItemOutcome.NOT_POSSIBLE}
    assert "It is failed" in export_job(job)
    until_true(lambda: observe_execution(running).runtime_status is RuntimeStatus.CANCELED)


def test_more_than_was_seen_is_refused_and_makes_no_job(template: str) -> None:
    run(template)
    order = order_of(JobAction.TERMINATE)
    other = run(template)
    with pytest.raises(Conflict, match="2 executions can be acted on now, not 1"):
        create_action_job(order, actor=AUTHOR, reason="x")
    assert list_jobs() == []
    early = replace(order, until=get_execution(other).created_at)
    assert read_job(create_action_job(early, actor=AUTHOR, reason="x")).counts.rows == 1
    run_jobs()
    temporal().terminate(other, "test")


def test_too_many_or_nothing_possible_make_no_job(template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done = [failed(template), failed(template)]
    with pytest.raises(NotAllowed, match="Nothing that fits"):
        job_of(JobAction.CANCEL)
    monkeypatch.setattr(creating, "MOST", 1)
    monkeypatch.setattr(previewing, "MOST", 1)
    with pytest.raises(InvalidInput, match="more than 1 executions fit"):
        job_of(JobAction.RERUN_ACTIVE)
    assert (list_jobs(), len(done)) == ([], 2)


def test_the_same_order_again_makes_no_second_job(template: str) -> None:
    failed(template)
    order = order_of(JobAction.RERUN_ACTIVE)
    made = {create_action_job(order, actor=AUTHOR, reason="x") for _ in range(3)}
    assert made == {"job_1"}
    assert read_job("job_1").counts.rows == 1


def test_a_rerun_job_reruns_each_once_even_where_it_was_interrupted(template: str) -> None:
    old = [failed(template) for _ in range(3)]
    job = job_of(JobAction.RERUN_ORIGINAL)
    run_jobs()
    forget(job)
    assert run_jobs() == 3
    assert [outcome for _, outcome in outcomes(job)] == [ItemOutcome.STARTED] * 3
    assert [len(list_reruns(each, None).by) for each in old] == [1, 1, 1]
    [row, *_] = list_job_rows(job)
    assert row.execution_id == list_reruns(old[0], None).by[0].id
    assert [deeds(each, "execution.rerun") for each in old] == [[(AUTHOR, "Bank holiday")]] * 3


def test_what_was_rerun_is_not_rerun_by_another_job(template: str) -> None:
    old = failed(template)
    job_of(JobAction.RERUN_ORIGINAL, key="first")
    order = order_of(JobAction.RERUN_ACTIVE, key="second")
    create_action_job(order, actor=AUTHOR, reason="x")
    run_jobs()
    assert {*outcomes("first"), *outcomes("second")} == {(old, ItemOutcome.STARTED), (old, ItemOutcome.NOT_POSSIBLE)}
    assert len(list_reruns(old, None).by) == 1


@pytest.mark.parametrize("action", [JobAction.TERMINATE, JobAction.CANCEL])
def test_what_an_interrupted_job_ended_is_done_and_noted_once(template: str, action: JobAction) -> None:
    running = [run(template) for _ in range(2)]
    job = job_of(action)
    run_jobs()
    for each in running:
        until_true(lambda each=each: observe_execution(each).closed_at is not None)  # type: ignore[misc]
    forget(job)
    run_jobs()
    assert outcomes(job) == [(each, ItemOutcome.DONE) for each in running]
    assert [len(deeds(each, f"execution.{action.lower()}")) for each in running] == [1, 1]


def test_what_somebody_else_ended_is_not_done(template: str) -> None:
    running = run(template)
    job = job_of(JobAction.TERMINATE)
    temporal().terminate(running, "By hand")
    observe_execution(running)
    run_jobs()
    assert outcomes(job) == [(running, ItemOutcome.NOT_POSSIBLE)]


def test_a_job_may_spare_what_runs_below_and_tells_why_it_does_not(template: str, team_queue: str) -> None:
    make_active(make_template("DSC"), definition=open_workflow("dsc"))
    parents = make_template("Incorporation")
    make_active(parents, definition=open_workflow("all"))
    custom, parent = run(template), run(parents, customer="c_2")
    child = running_child(team_queue, parent)
    where, until = ExecutionFilter(roots_only=True), datetime.now(UTC) + timedelta(minutes=1)
    assert preview_job(where, JobAction.TERMINATE_ALONE, until).below == ("DSC",)
    job = job_of(JobAction.TERMINATE_ALONE, where)
    run_jobs()
    forget(job)
    run_jobs()
    assert dict(outcomes(job)) == {custom: ItemOutcome.NOT_POSSIBLE, parent: ItemOutcome.DONE}
    assert [get_execution(each).status for each in (parent, child)] == [Status.FAILED, Status.STARTED]
    for each in (custom, child):
        temporal().terminate(each, "test")


def test_failed_starts_are_retried(fresh_database_url: str, temporal_address: str) -> None:
    template = make_template("GST")
    make_active(template)
    broken = [run(template, customer=f"c_{number}") for number in range(2)]
    with engine().begin() as connection:
        connection.execute(text("""UPDATE "WorkflowExecution" SET status = 'FAILED_TO_START'"""))
    job = job_of(JobAction.RETRY_START)
    run_jobs()
    forget(job)
    run_jobs()
    assert outcomes(job) == [(each, ItemOutcome.STARTED) for each in broken]
    assert [len(deeds(each, "execution.retry_start")) for each in broken] == [1, 1]


def test_a_stopped_job_acts_on_nothing_until_it_is_resumed(template: str) -> None:
    running = run(template)
    job = job_of(JobAction.TERMINATE)
    stop_job(job, actor="bob")
    assert run_jobs() == 0
    assert get_execution(running).status is Status.STARTED
    resume_job(job, actor="bob")
    assert run_jobs() == 1


def test_while_temporal_is_away_items_wait(template: str, temporal_at: PointTo, temporal_server_address: str) -> None:
    running = run(template)
    job = job_of(JobAction.TERMINATE)
    temporal_at("127.0.0.1:1")
    assert run_jobs() == 0
    assert read_job(job).counts.waiting == 1
    temporal_at(temporal_server_address)
    assert run_jobs() == 1
    assert outcomes(job) == [(running, ItemOutcome.DONE)]


def test_a_job_fixes_drift(template: str) -> None:
    lost = end(run(template, "finish"), RuntimeStatus.NOT_FOUND)
    with engine().begin() as connection:
        connection.execute(text("""UPDATE "WorkflowExecution" SET id = 'lost'"""))
        connection.execute(text("UPDATE pointsman.execution_run SET runtime_status = 'NOT_FOUND', closed_at = NULL"))
    assert lost
    job = job_of(JobAction.FIX_DRIFT, ExecutionFilter(drifting=True))
    run_jobs()
    assert outcomes(job) == [("lost", ItemOutcome.DONE)]
    assert get_execution("lost").status is Status.FAILED
    assert [*list_executions(ExecutionFilter(drifting=True)).rows] == []
