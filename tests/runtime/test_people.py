"""Human tasks: opened by the run, completed by an update that is checked first."""

from typing import Any

import pytest
from temporalio.client import WithStartWorkflowOperation, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy

from domain.ids import new_id
from runtime.contracts import COMPLETE_TASK_UPDATE, OPEN_WORKFLOW, RunInput, TaskCompletion
from tests.runtime.engine import Engine, Json, Running, define

EIN: Json = {"type": "string", "pattern": "^\\d{2}-\\d{7}$"}
FORM: Json = {"type": "object", "required": ["ein"], "properties": {"ein": EIN}}
WITH: Json = {
    "title": '${ "Record the EIN of " + .company }',
    "description": "File form SS-4.",
    "candidateGroups": ["compliance"],
    "priority": "high",
    "dueIn": {"days": 2},
    "data": {"company": "${ .company }"},
    "form": FORM,
}
ASK: Json = {"ask": {"call": "human-task:1.0.0@default", "with": WITH}}


@pytest.fixture
def asking(engine: Engine) -> Running:
    running = engine.start(define(ASK), {"company": "Acme"})
    running.open_task()
    return running


def refusal(running: Running, reference: str, data: Json, visit: int | None = None) -> str:
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        running.complete(reference, data, visit)
    return str(refused.value.cause)


def test_an_open_task_shows_what_the_person_needs(asking: Running) -> None:
    (task,) = asking.state().open_tasks
    assert (task.reference, task.visit, task.name) == ("/do/0/ask", 1, "ask")
    assert (task.title, task.description, task.priority) == ("Record the EIN of Acme", "File form SS-4.", "high")
    assert (task.candidate_groups, task.form, task.data) == (["compliance"], FORM, {"company": "Acme"})
    assert task.due_at is not None
    assert task.due_at > task.opened_at


def test_completing_it_makes_the_data_the_output(asking: Running) -> None:
    asking.complete("/do/0/ask", {"ein": "12-3456789"})
    assert asking.result() == {"ein": "12-3456789"}


def test_data_that_does_not_fit_the_form_is_refused_and_the_task_stays_open(asking: Running) -> None:
    assert "does not fit the form of “Record the EIN of Acme”. /ein:" in refusal(asking, "/do/0/ask", {"ein": "12"})
    assert len(asking.state().open_tasks) == 1


def test_a_task_that_is_not_open_is_refused(asking: Running) -> None:
    assert "not open any more" in refusal(asking, "/do/0/other", {})
    assert "not open any more" in refusal(asking, "/do/0/ask", {"ein": "12-3456789"}, visit=2)


def test_a_task_is_completed_once(asking: Running) -> None:
    asking.complete("/do/0/ask", {"ein": "12-3456789"})
    asking.result()
    with pytest.raises(Exception, match=r"completed|not open"):
        asking.complete("/do/0/ask", {"ein": "12-3456789"})


def test_each_visit_of_a_task_is_a_task_of_its_own(engine: Engine) -> None:
    again = {"gate": {"switch": [{"no": {"when": ".passed | not", "then": "ask"}}]}}
    ask = {"ask": {"call": "human-task:1.0.0@default", "with": {"title": "Verify"}}}
    running = engine.start(define(ask, again))
    running.open_task()
    running.complete("/do/0/ask", {"passed": False}, visit=1)
    running.until(lambda state: [task.visit for task in state.open_tasks] == [2])
    assert "not open any more" in refusal(running, "/do/0/ask", {"passed": True}, visit=1)
    running.complete("/do/0/ask", {"passed": True})
    assert running.result() == {"passed": True}


def test_a_task_that_is_open_twice_needs_its_visit(engine: Engine) -> None:
    loop = {
        "metadata": {"pointsman/parallel": True},
        "for": {"in": "${ [1, 2] }"},
        "do": [{"ask": {**ASK["ask"], "with": {"title": "x"}}}],
    }
    running = engine.start(define({"loop": loop}))
    running.open_task(2)
    assert "open 2 times" in refusal(running, "/do/0/loop/do/0/ask", {})
    running.cancel()


def test_a_task_that_times_out_is_not_open_any_more(engine: Engine) -> None:
    task = {"ask": {"call": "human-task:1.0.0@default", "with": {"title": "x"}, "timeout": {"after": "PT0.1S"}}}
    running = engine.start(define(task))
    assert running.fault()["status"] == 408
    assert running.state().open_tasks == []


def test_it_may_be_due_at_a_moment(engine: Engine) -> None:
    task = {"ask": {"call": "human-task:1.0.0@default", "with": {"title": "x", "due": "${ .until }"}}}
    running = engine.start(define(task), {"until": "2031-05-01T12:00:00+02:00"})
    (opened,) = running.open_task()
    assert opened.due_at == "2031-05-01T10:00:00.000Z"
    running.cancel()


def test_a_moment_that_is_none_is_a_fault(engine: Engine) -> None:
    task = {"ask": {"call": "human-task:1.0.0@default", "with": {"title": "x", "due": "tomorrow"}}}
    assert "such as 2026-12-01T12:00:00Z" in engine.fault(task)["detail"]


def completed_with_its_start(engine: Engine, data: Json) -> Running:
    """A run whose first task is completed by an update that arrives before anything ran, as after an eviction."""

    async def ask() -> WorkflowHandle[Any, Any]:
        start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            OPEN_WORKFLOW,
            RunInput(new_id(), define(ASK), {"company": "Acme"}),
            id=new_id(),
            task_queue=engine.task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
        )
        completion = TaskCompletion("/do/0/ask", data)
        await engine.client.execute_update_with_start_workflow(
            COMPLETE_TASK_UPDATE, completion, start_workflow_operation=start
        )
        return await start.workflow_handle()

    return Running(engine.portal, engine.portal.call(ask))


def test_a_completion_that_arrives_before_its_task_was_opened_again_is_accepted(engine: Engine) -> None:
    assert completed_with_its_start(engine, {"ein": "12-3456789"}).result() == {"ein": "12-3456789"}


def test_a_completion_that_arrives_so_early_is_held_against_the_form_too(engine: Engine) -> None:
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        completed_with_its_start(engine, {"ein": "12"})
    assert "does not fit the form" in str(refused.value.cause)
