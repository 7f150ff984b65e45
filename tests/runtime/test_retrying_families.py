"""Retrying within a family: what waits for the failed one goes on with it, and what that one waits for."""

from domain.ids import new_id
from domain.vocabulary import ExecutionStatus, ItemOutcome, JobAction, RuntimeStatus
from services._execution_filter import ExecutionFilter
from services.create_action_job import ActionOrder, create_action_job
from services.get_execution import get_execution
from services.preview_job import preview_job
from services.preview_retry import RetryPreview, preview_retry
from services.read_job import list_job_rows
from services.read_ledger import read_ledger
from services.read_recovery import read_recovery
from services.retry_from_failure import Retried, RetryOrder, retry_from_failure
from services.run_jobs import run_jobs
from storage.shared_tables import utc_now
from tests.runtime.engine import Engine
from tests.runtime.outside import Outside
from tests.runtime.templates import ACTOR, Published, children_of, publish, settled

WHY = "The register is back"
COMPLETED, FAILED = ExecutionStatus.COMPLETED, ExecutionStatus.FAILED
ASK = {"call": "human-task:1.0.0@default", "with": {"title": "Wait for a person"}}


def retry(execution_id: str) -> Retried:
    return retry_from_failure(RetryOrder(execution_id), actor=ACTOR, reason=WHY)


def told(preview: RetryPreview) -> list[tuple[str, list[str]]]:
    """Names of executions, and of the tasks that begin again in each."""
    return [(each.name, [task.name for task in each.begins_again]) for each in preview.executions]


def test_three_levels_go_on_together_wherever_it_is_asked(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file"}
    leaf = publish({"book": outside.call("/book")}, {"file": outside.call("/file")})
    middle = publish({"m": leaf.called()})
    top = publish({"t": middle.called()}, {"after": {"set": "${ {got: .path} }"}})
    root = top.start()
    settled(root, FAILED)
    [child] = children_of(root)
    [grandchild] = children_of(child.id)
    seen = {each: preview_retry(each) for each in (root, child.id, grandchild.id)}
    assert len({preview.runs for preview in seen.values()}) == 1
    assert told(seen[root]) == [(get_execution(root).name, []), ("t", []), ("m", ["file"])]
    outside.broken = set()
    assert retry(child.id) == Retried(3, 3)
    assert engine.known(root).result() == {"got": "/file"}
    for each in (root, child.id, grandchild.id):
        assert settled(each, COMPLETED).failure is None
    assert outside.calls == {"/book": 1, "/file": 2}
    assert len(children_of(root)) == 1


def test_a_parent_fails_again_when_its_retried_child_does(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file"}
    root = publish({"t": publish({"file": outside.call("/file")}).called()}).start()
    settled(root, FAILED)
    retry(root)
    engine.known(root).ended()
    found = settled(root, FAILED)
    assert found.failure is not None
    assert found.failure["instance"] == "/do/0/t"
    assert outside.calls["/file"] == 2


def test_a_child_that_is_not_awaited_does_not_concern_its_parent(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file", "/own"}
    child = publish({"file": outside.call("/file")})
    root = publish({"t": {"run": {**child.called()["run"], "await": False}}}, {"own": outside.call("/own")}).start()
    settled(root, FAILED)
    [alone] = children_of(root)
    settled(alone.id, FAILED)
    assert [each.id for each in preview_retry(alone.id).executions] == [alone.id]
    assert [each.id for each in preview_retry(root).executions] == [root]


def test_a_child_whose_failure_was_caught_goes_on_alone(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file", "/own"}
    child = publish({"file": outside.call("/file")})
    caught = {"try": [{"t": child.called()}], "catch": {"do": [{"sorry": {"set": {"x": 1}}}]}}
    root = publish({"try": caught}, {"own": outside.call("/own")}).start()
    settled(root, FAILED)
    [below] = children_of(root)
    assert [each.id for each in preview_retry(below.id).executions] == [below.id]
    assert told(preview_retry(root)) == [(get_execution(root).name, ["own"])]


def test_branches_go_on_where_they_stood(engine: Engine, outside: Outside) -> None:
    """One had finished, one waited for a person, one for a sub-workflow, which was cancelled with it."""
    outside.broken = {"/file"}
    child = publish({"ask": ASK})
    branches = [
        {"quick": {"do": [{"book": outside.call("/book")}]}},
        {"person": {"do": [{"pay": outside.call("/pay")}, {"ask": ASK}]}},
        {"sub": child.called()},
        {"slow": {"do": [{"pause": {"wait": {"milliseconds": 700}}}, {"file": outside.call("/file")}]}},
    ]
    root = publish({"all": {"fork": {"branches": branches}}}).start()
    settled(root, FAILED)
    [below] = children_of(root)
    assert settled(below.id, FAILED).runtime_status is RuntimeStatus.CANCELED
    assert told(preview_retry(root)) == [(get_execution(root).name, ["ask", "file"]), ("sub", ["ask"])]
    outside.broken = set()
    assert retry(root) == Retried(2, 2)
    engine.known(root).open_task()
    engine.known(root).complete("/do/0/all/fork/branches/1/person/do/1/ask", {"ok": 1})
    engine.known(below.id).open_task()
    engine.known(below.id).complete("/do/0/ask", {"ok": 2})
    assert engine.known(root).result() == [{"path": "/book"}, {"ok": 1}, {"ok": 2}, {"path": "/file"}]
    assert outside.calls == {"/book": 1, "/pay": 1, "/file": 2}


def test_a_job_lets_each_family_go_on_once(engine: Engine, outside: Outside) -> None:
    outside.broken = {"/file"}
    family = publish({"t": publish({"file": outside.call("/file")}).called()})
    customer = new_id()
    roots = [family.start(context={"customerId": customer}) for _ in range(2)]
    for root in roots:
        settled(root, FAILED)
    where, until = ExecutionFilter(customer_id=customer), utc_now()
    asked = preview_job(where, JobAction.RETRY, until)
    assert (asked.total, asked.possible) == (4, 4)
    assert waiting_for_recovery(family) == 2
    outside.broken = set()
    job = create_action_job(ActionOrder(where, JobAction.RETRY, until, 4, "May", ""), actor=ACTOR, reason=WHY)
    run_jobs()
    assert [row.outcome for row in list_job_rows(job, size=None)] == [ItemOutcome.DONE] * 4
    for root in roots:
        settled(root, COMPLETED)
        assert [row.action for row in read_ledger(subject_id=root)].count("execution.retry") == 1
    assert (outside.calls["/file"], waiting_for_recovery(family)) == (4, 0)


def waiting_for_recovery(template: Published) -> int:
    """How many of its failures are in the recovery queue."""
    return read_recovery(template_id=template.template_id).total
