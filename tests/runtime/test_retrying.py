"""Retrying from the task that failed: a new run goes on where the failed one stood, its family with it."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from cli.parts.ports import free_port
from domain.acting import check_can_retry, check_in_job
from domain.errors import Conflict, NotAllowed, PointsmanError
from domain.ids import new_id
from domain.settings import forget_settings, get_settings
from domain.vocabulary import ExecutionStatus, JobAction, RuntimeStatus
from runtime.contracts import OPEN_WORKFLOW, RunInput
from services import retry_from_failure as retrying
from services._retries import carry_out
from services._subjects import subject_of
from services.cancel_execution import cancel_execution
from services.dispatch_retries import dispatch_retries
from services.get_execution import get_execution
from services.list_retries import newest_retry
from services.preview_retry import preview_retry
from services.read_ledger import read_ledger
from services.report_execution import report_ended
from services.rerun_execution import as_it_was, rerun_execution
from services.retry_from_failure import Retried, RetryOrder, retry_from_failure
from services.sweep_executions import sweep_closed
from services.terminate_execution import terminate_execution
from storage.shared_tables import utc_now
from tests.runtime.engine import PATIENCE, Engine, define
from tests.runtime.outside import Outside
from tests.runtime.templates import ACTOR, publish, settled

WHY = "The register is back"
COMPLETED, FAILED, STARTED = ExecutionStatus.COMPLETED, ExecutionStatus.FAILED, ExecutionStatus.STARTED
ASK = {"call": "human-task:1.0.0@default", "with": {"title": "Wait for a person"}}


def retry(execution_id: str, **order: object) -> Retried:
    return retry_from_failure(RetryOrder(execution_id, **order), actor=ACTOR, reason=WHY)  # type: ignore[arg-type]


def test_what_was_done_is_not_done_again(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file"}
    steps = {"book": outside.call("/book")}, {"file": outside.call("/file")}, {"after": {"set": "${ {got: .path} }"}}
    execution = publish(*steps).start()
    failed = settled(execution, FAILED)
    outside.broken = set()
    assert retry(execution) == Retried(1, 1)
    assert engine.known(execution).result() == {"got": "/file"}
    assert outside.calls == {"/book": 1, "/file": 2}
    ended = settled(execution, COMPLETED)
    assert (ended.failure, ended.runtime_status) == (None, RuntimeStatus.COMPLETED)
    assert ended.run_id != failed.run_id
    assert ended.start_attempts == (failed.start_attempts or 0) + 1


def test_the_ledger_tells_who_why_which_task_and_both_runs(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file"}
    execution = publish({"file": outside.call("/file")}).start()
    before = settled(execution, FAILED).run_id
    retry(execution)
    settled(execution, FAILED)
    [row] = [row for row in read_ledger(subject_id=execution) if row.action == "execution.retry"]
    assert (row.actor, row.reason) == (ACTOR, WHY)
    assert row.before == {"status": "FAILED", "runId": before}
    assert row.after is not None
    assert (row.after["task"], row.after["status"]) == ("file", "STARTED")
    assert row.after["runId"] not in (None, before)


def test_one_that_fails_again_is_retried_again(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file"}
    execution = publish({"file": outside.call("/file")}).start()
    runs = set()
    for _ in range(2):
        runs.add(settled(execution, FAILED).run_id)
        retry(execution)
        engine.known(execution).ended()
    runs.add(settled(execution, FAILED).run_id)
    outside.broken = set()
    retry(execution)
    settled(execution, COMPLETED)
    assert (len(runs), outside.calls["/file"]) == (3, 4)


def test_of_two_at_the_same_time_one_is_made(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file"}
    execution = publish({"file": outside.call("/file")}, {"ask": ASK}).start()
    settled(execution, FAILED)
    outside.broken = set()

    def click(_: int) -> Retried | PointsmanError:
        try:
            return retry(execution)
        except PointsmanError as error:
            return error

    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(click, range(4)))
    assert sum(isinstance(answer, Retried) for answer in answers) == 1
    assert all(isinstance(answer, Retried | Conflict | NotAllowed) for answer in answers)
    engine.known(execution).open_task()
    assert outside.calls["/file"] == 2


def test_the_same_order_again_is_the_same_retry(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file"}
    execution = publish({"file": outside.call("/file")}).start()
    settled(execution, FAILED)
    assert retry(execution, key=f"k-{execution}") == Retried(1, 1)
    settled(execution, FAILED)
    assert retry(execution, key=f"k-{execution}") == Retried(1, 1)
    assert outside.calls["/file"] == 2


def test_a_preview_that_is_not_true_any_more_is_refused(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file"}
    execution = publish({"file": outside.call("/file")}).start()
    settled(execution, FAILED)
    seen = preview_retry(execution).runs
    retry(execution)
    settled(execution, FAILED)
    with pytest.raises(Conflict):
        retry(execution, seen=seen)


def test_items_that_were_done_are_not_done_again(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/2"}
    post = outside.call("/")
    post["with"]["endpoint"] = '${ "' + post["with"]["endpoint"] + '" + ($n | tostring) }'
    loop = {"for": {"each": "n", "in": ".items"}, "do": [{"post": post}]}
    execution = publish({"loop": {**loop, "input": {"from": {"items": [1, 2, 3]}}}}).start()
    settled(execution, FAILED)
    outside.broken = set()
    retry(execution)
    settled(execution, COMPLETED)
    assert outside.calls == {"/1": 1, "/2": 2, "/3": 1}


@pytest.mark.parametrize(
    "catch", [{"errors": {"with": {"status": 418}}}, {"retry": {"limit": {"attempt": {"count": 1}}}}]
)
def test_what_was_tried_begins_at_the_task_that_failed(
    engine: Engine, outside: Outside, catch: dict[str, object]
) -> None:
    outside.broken = {"/file"}
    body = [{"book": outside.call("/book")}, {"file": outside.call("/file")}]
    execution = publish({"t": {"try": body, "catch": catch}}).start()
    settled(execution, FAILED)
    tried = outside.calls["/book"]
    outside.broken = set()
    retry(execution)
    settled(execution, COMPLETED)
    assert outside.calls["/book"] == tried


def test_days_later_time_limits_begin_anew(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file"}
    limit = {"timeout": {"after": {"milliseconds": 1500}}}
    steps = {"file": outside.call("/file")}, {"pause": {"wait": {"milliseconds": 900}}}
    execution = publish({"all": {"do": [*steps], **limit}}, {"pause": {"wait": {"milliseconds": 900}}}).start()
    settled(execution, FAILED)
    engine.start({"document": {}, "do": [{"pause": {"wait": {"milliseconds": 1600}}}]}).result()
    outside.broken = set()
    retry(execution)
    engine.known(execution).ended()
    settled(execution, COMPLETED)


def test_a_run_that_continued_is_retried(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file"}
    steps = [{f"s{n}": outside.call(f"/{n}")} for n in range(4)]
    tasks = *steps, {"file": outside.call("/file")}
    execution = publish(*tasks).own_row()
    run = engine.start(define(*tasks), execution_id=execution, history_limit=5)
    run.ended()
    assert run.has_continued()
    settled(execution, FAILED)
    outside.broken = set()
    retry(execution)
    settled(execution, COMPLETED)
    assert {outside.calls[f"/{n}"] for n in range(4)} == {1}


def test_what_was_cancelled_or_terminated_goes_on_where_it_stood(engine: Engine, outside: Outside) -> None:
    for end in (cancel_execution, terminate_execution):
        execution = publish({"book": outside.call("/book")}, {"ask": ASK}).start()
        engine.known(execution).open_task()
        end(execution, actor=ACTOR, reason="A mistake")
        settled(execution, FAILED)
        retry(execution)
        engine.known(execution).open_task()
        engine.known(execution).complete("/do/1/ask", {"ok": True})
        settled(execution, COMPLETED)
    assert outside.calls["/book"] == 2


def test_without_its_history_it_is_refused_with_the_way_out(engine: Engine) -> None:
    execution = publish({"ask": ASK}).own_row()
    report_ended(execution, "gone", RuntimeStatus.FAILED, utc_now(), {"title": "No"})
    with pytest.raises(NotAllowed, match=r"history no longer.*Rerun it instead"):
        preview_retry(execution)


def test_an_older_observation_never_overwrites_the_new_run(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file"}
    execution = publish({"file": outside.call("/file")}, {"ask": ASK}).start()
    failed = settled(execution, FAILED)
    outside.broken = set()
    retry(execution)
    engine.known(execution).open_task()
    sweep_closed()
    assert failed.closed_at is not None
    report_ended(execution, failed.run_id or "", RuntimeStatus.FAILED, failed.closed_at, failed.failure)
    found = get_execution(execution)
    assert (found.status, found.closed_at, found.failure) == (STARTED, None, None)
    assert found.run_id != failed.run_id


def test_what_was_rerun_is_not_retried_unseen(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file"}
    execution = publish({"file": outside.call("/file")}).start()
    old = settled(execution, FAILED)
    rerun_execution(as_it_was(get_execution(old.id), None, seen=0, key=new_id()), actor=ACTOR, reason=WHY)
    check_can_retry(subject_of(execution))
    with pytest.raises(NotAllowed, match="rerun before"):
        check_in_job(JobAction.RETRY, subject_of(execution))


def test_what_was_noted_goes_on_when_temporal_is_back(
    engine: Engine, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside.broken = {"/file"}
    execution = publish({"file": outside.call("/file")}).start()
    settled(execution, FAILED)
    outside.broken = set()
    address = str(get_settings().temporal_address)

    def away(key: str) -> None:
        point_to(monkeypatch, f"127.0.0.1:{free_port()}")
        carry_out(key)

    monkeypatch.setattr(retrying, "carry_out", away)
    assert retry(execution) == Retried(1, 0)
    found = newest_retry(execution)
    assert (found and found.is_done, get_execution(execution).status) == (False, FAILED)
    point_to(monkeypatch, address)
    deadline = time.monotonic() + PATIENCE
    while not dispatch_retries():
        assert time.monotonic() < deadline
    settled(execution, COMPLETED)
    found = newest_retry(execution)
    assert (found and (found.is_done, found.count, found.reason)) == (True, 1, WHY)


def point_to(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("POINTSMAN_TEMPORAL_ADDRESS", address)
    forget_settings()


@pytest.mark.parametrize("version", ["1", "2"])
def test_what_an_older_interpreter_began_goes_on(engine: Engine, outside: Outside, version: str) -> None:
    outside.broken = {"/file"}
    tasks = {"book": outside.call("/book")}, {"file": outside.call("/file")}
    execution = publish(*tasks).own_row()
    begun = RunInput(execution, define(*tasks), interpreter_version=version)

    async def start() -> None:
        await engine.client.start_workflow(OPEN_WORKFLOW, begun, id=execution, task_queue=engine.task_queue)

    engine.portal.call(start)
    settled(execution, FAILED)
    outside.broken = set()
    retry(execution)
    settled(execution, COMPLETED)
    assert outside.calls == {"/book": 1, "/file": 2}
