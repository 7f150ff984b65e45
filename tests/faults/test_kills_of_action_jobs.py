"""A worker killed in the middle of a job that acts: every execution is acted on, none twice, each with one deed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.vocabulary import ExecutionStatus, ItemOutcome, JobAction
from services.create_action_job import ActionOrder, create_action_job
from services.list_executions import ExecutionFilter
from services.preview_job import preview_job
from services.read_job import JobDetail, list_job_rows, read_job
from services.start_execution import StartOrder, start_execution
from storage.database import reading
from tests.factories import AUTHOR, make_active, make_template, open_workflow
from tests.faults.killing.facts import eventually
from tests.faults.killing.stack import Stack, running_stack
from tests.faults.test_kills_of_jobs import through

NUMBER = 100
DEEDS = """SELECT count(*), count(DISTINCT subject_id) FROM pointsman.ledger
WHERE action = :action AND subject_type = 'execution'"""
RERUNS = "SELECT count(*), count(DISTINCT retried_from) FROM pointsman.execution_run WHERE retried_from IS NOT NULL"
STARTED = ExecutionFilter(statuses=(ExecutionStatus.STARTED,))
FAILED = ExecutionFilter(statuses=(ExecutionStatus.FAILED,))

pytestmark = pytest.mark.timeout(400)


@pytest.fixture
def stack(scratch: Path) -> Iterator[Stack]:
    with running_stack(scratch / "kills-of-action-jobs") as stack, stack.configured():
        yield stack


def job_of(action: JobAction, where: ExecutionFilter) -> str:
    until = datetime.now(UTC)
    possible = preview_job(where, action, until).possible
    order = ActionOrder(where, action, until, possible, action.value, "", key=action.value)
    return create_action_job(order, actor=AUTHOR, reason="A storm")


def interrupted(stack: Stack, job: str) -> JobDetail:
    """The job, through after its worker was killed when it had done some."""
    stack.start("worker")
    found = eventually(lambda: begun(job), 90, "items are done")
    stack.kill("worker")
    assert found.counts.waiting > 0, "the job was through before it could be interrupted"
    stack.start("worker")
    done = eventually(lambda: through(job), 180, "the job is through")
    stack.kill("worker")
    return done


def begun(job: str) -> JobDetail | None:
    found = read_job(job)
    return found if found.counts.waiting < NUMBER else None


def numbers(query: str, **values: str) -> tuple[int, ...]:
    with reading() as session:
        return tuple(session.execute(text(query), values).one())


def test_a_job_goes_on_after_a_kill_and_acts_on_each_once(stack: Stack) -> None:
    template = make_template("Waits")
    make_active(template, definition=open_workflow(do=[{"rest": {"wait": {"hours": 1}}}]))
    made = [start_execution(StartOrder(template, {}, "x"), actor=AUTHOR).execution_id for _ in range(NUMBER)]

    ended = interrupted(stack, job_of(JobAction.TERMINATE, STARTED))
    assert ended.counts.outcomes == {ItemOutcome.DONE: NUMBER}
    assert numbers(DEEDS, action="execution.terminate") == (NUMBER, NUMBER)

    again = interrupted(stack, job_of(JobAction.RERUN_ORIGINAL, FAILED))
    assert again.counts.outcomes == {ItemOutcome.STARTED: NUMBER}
    assert numbers(RERUNS) == numbers(DEEDS, action="execution.rerun") == (NUMBER, NUMBER)
    assert {row.subject_id for row in list_job_rows(again.id, size=None)} == set(made)
