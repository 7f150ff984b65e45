"""Workers killed in the middle of a job: it goes on, every row is started, and none twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.vocabulary import ExecutionStatus, ItemOutcome
from services.check_start_list import StartList
from services.create_start_job import JobOrder, create_start_job
from services.list_executions import ExecutionFilter, list_executions
from services.read_job import JobDetail, list_job_rows, read_job
from storage.database import reading
from tests.factories import AUTHOR, make_active, make_template
from tests.faults.killing.facts import eventually, runs
from tests.faults.killing.stack import Stack, running_stack

ROWS = 400
TOLD_ONCE = """SELECT count(*), count(DISTINCT source_event_id) FROM pointsman.delivery
WHERE outcome IS DISTINCT FROM 'DUPLICATE'"""

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def stack(scratch: Path) -> Iterator[Stack]:
    with running_stack(scratch / "kills-of-jobs") as stack, stack.configured():
        yield stack


def started_some(job: str) -> JobDetail | None:
    found = read_job(job)
    return found if found.counts.waiting < ROWS else None


def through(job: str) -> JobDetail | None:
    found = read_job(job)
    return found if found.done_at and not found.counts.on_their_way else None


def test_a_job_goes_on_after_its_worker_was_killed_and_starts_no_row_twice(stack: Stack) -> None:
    version = make_active(make_template("Many"))
    content = "number\n" + "".join(f"{number}\n" for number in range(ROWS))
    job = create_start_job(JobOrder(StartList(version, content.encode(), {}), "Many", "A storm"), actor=AUTHOR)
    stack.start("worker")
    found = eventually(lambda: started_some(job), 90, "rows are done")
    stack.kill("worker")
    assert found.counts.waiting > 0, "the job was through before it could be interrupted"
    stack.start("worker")
    assert eventually(lambda: through(job), 180, "the job is through").counts.outcomes == {ItemOutcome.STARTED: ROWS}

    executions = [row.execution_id for row in list_job_rows(job, size=None)]
    assert len(set(executions)) == ROWS
    with reading() as session:
        assert tuple(session.execute(text(TOLD_ONCE)).one()) == (ROWS, ROWS)
    assert len(list_executions(size=ROWS + 1).rows) == ROWS
    eventually(lambda: not list_executions(ExecutionFilter(statuses=(ExecutionStatus.STARTED,))).rows, 90, "all ended")
    assert sorted(run.id for run in runs("WorkflowType = 'open-workflow'")) == sorted(map(str, executions))
