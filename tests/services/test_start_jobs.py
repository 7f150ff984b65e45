"""Start jobs: every row becomes one execution or a reason, whatever happens in between."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import text

from domain.errors import InvalidDefinition, InvalidInput, NotAllowed, NotFound
from domain.json_types import JsonObject
from domain.vocabulary import ExecutionKind, ExecutionStatus, ItemOutcome, JobAction
from services.check_start_list import StartList, check_start_list
from services.create_start_job import JobOrder, create_start_job
from services.delete_draft import delete_draft
from services.delete_template import delete_template
from services.deprecate_version import deprecate_version
from services.export_job import export_job
from services.get_execution import get_execution
from services.get_version import get_version
from services.list_executions import ExecutionFilter, list_executions
from services.publish_version import publish_version
from services.read_job import list_job_rows, list_jobs, read_job
from services.run_jobs import run_jobs
from services.start_execution import StartOrder, start_execution
from services.stop_job import resume_job, stop_job
from storage.database import engine
from tests.factories import AUTHOR, make_active, make_draft, make_published, make_template, open_workflow
from tests.services.conftest import PointTo

SCHEMA: JsonObject = {"type": "object", "required": ["pan"], "properties": {"pan": {"type": "string", "minLength": 2}}}
GOOD = "pan,name\nAA,Ada\nBB,Bob\nCC,\n"


@pytest.fixture
def version(fresh_database_url: str, temporal_address: str) -> str:
    """An active version whose input has a schema, in a database where commits count."""
    return make_active(
        make_template("GST"), definition={**open_workflow("gst"), "input": {"schema": {"document": SCHEMA}}}
    )


def job_of(version: str, content: str = GOOD, key: str = "job_1") -> str:
    return create_start_job(JobOrder(StartList(version, content.encode(), {}), "May", "Back office", key), actor=AUTHOR)


def counts(job: str) -> dict[ItemOutcome, int]:
    return read_job(job).counts.outcomes


def started() -> int:
    return len(list_executions(ExecutionFilter(), size=200).rows)


def backend(statement: str) -> None:
    with engine().begin() as connection:
        connection.execute(text(statement))


def test_every_row_is_started_once_with_its_own_name_and_input(version: str) -> None:
    job = job_of(version)
    assert read_job(job).counts.waiting == 3
    assert run_jobs() == 3
    assert counts(job) == {ItemOutcome.STARTED: 3}
    assert read_job(job).done_at is not None
    found = [get_execution(row.execution_id or "") for row in list_job_rows(job)]
    assert [(one.name, one.input, one.reason, one.started_by) for one in found] == [
        ("Ada", {"pan": "AA"}, "Back office", AUTHOR),
        ("Bob", {"pan": "BB"}, "Back office", AUTHOR),
        ("GST", {"pan": "CC"}, "Back office", AUTHOR),
    ]
    assert run_jobs() == 0


def test_rows_that_do_not_fit_are_kept_with_the_reason_and_stop_no_other(version: str) -> None:
    job = job_of(version, "pan\nA\nBB\n")
    run_jobs()
    first, second = list_job_rows(job)
    assert (first.outcome, second.outcome) == (ItemOutcome.INVALID_INPUT, ItemOutcome.STARTED)
    assert "/pan" in (first.detail or "")
    assert started() == 1


def test_the_preview_judges_each_row_as_one_start_would_and_writes_nothing(version: str) -> None:
    start_execution(
        StartOrder(template_of(version), {"pan": "ZZ"}, "Before", context={"customerId": "c_1"}), actor=AUTHOR
    )
    content = "pan,context.customerId,serviceRequestId\nA,,\nBB,c_1,\nCC,c_2,sr_404\nDD,,\n"
    verdict = check_start_list(StartList(version, content.encode(), {}))
    assert [row.problem is None for row in verdict.rows] == [False, True, False, True]
    assert "“sr_404” is not known" in (verdict.rows[2].problem or "")
    assert (verdict.fitting, verdict.busy) == (2, 1)
    assert (started(), list_jobs()) == (1, [])


def test_rows_with_the_same_service_request_are_counted_and_the_last_one_is_tied(version: str) -> None:
    backend("""INSERT INTO "ServiceRequest" VALUES ('sr_1')""")
    content = "pan,serviceRequestId\nAA,sr_1\nBB,sr_1\n"
    assert check_start_list(StartList(version, content.encode(), {})).repeated == 1
    job = job_of(version, content)
    run_jobs()
    assert {row.service_request_id for row in list_job_rows(job)} == {"sr_1"}


def test_the_same_order_again_makes_no_second_job(version: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: job_of(version), range(4))) == {"job_1"}
    assert len(list_jobs()) == 1
    assert read_job("job_1").counts.rows == 3


def test_a_list_of_which_nothing_fits_makes_no_job(version: str) -> None:
    with pytest.raises(InvalidInput, match="none of its 2 rows fits"):
        job_of(version, "pan\nA\nB\n")
    assert list_jobs() == []


def test_another_published_version_is_started_on_purpose(version: str) -> None:
    old = make_published(template_of(version), "0.9.0")
    job_of(old, "x\n1\n")
    run_jobs()
    [row] = list_executions().rows
    assert (row.version, row.kind) == ("0.9.0", ExecutionKind.NORMAL)


def test_a_draft_is_started_as_test_runs_until_it_is_published(version: str) -> None:
    draft = make_draft(template_of(version), "2.0.0")
    job_of(draft, "x\n1\n", key="first")
    assert run_jobs() == 1
    [row] = list_executions().rows
    assert (row.version, row.kind) == ("2.0.0", ExecutionKind.TEST)
    assert [job.action for job in list_jobs(starts_only=True)] == [JobAction.START_TEST]
    job_of(draft, "x\n1\n2\n", key="second")
    publish_version(draft, actor=AUTHOR, smaller_step_confirmed=True)
    assert run_jobs() == 2
    assert counts("second") == {ItemOutcome.FAILED_TO_START: 2}
    assert "is published; only drafts run as tests" in (list_job_rows("second")[0].detail or "")
    assert started() == 1


def test_a_draft_that_could_not_be_published_starts_no_list(version: str) -> None:
    broken = make_draft(template_of(version), "2.0.0", {**open_workflow(), "do": []})
    for deed in (lambda: check_start_list(StartList(broken, b"x\n1\n", {})), lambda: job_of(broken)):
        with pytest.raises(InvalidDefinition):
            deed()


def test_a_draft_and_a_template_with_a_job_stay(version: str) -> None:
    template = make_template("Only a draft")
    draft = make_draft(template)
    job = job_of(draft, "x\n1\n")
    with pytest.raises(NotAllowed, match="has jobs that start it"):
        delete_draft(draft, actor=AUTHOR)
    with pytest.raises(NotAllowed, match="has the job “May”"):
        delete_template(template, actor=AUTHOR, reason="Not needed")
    assert read_job(job).counts.waiting == 1


def test_a_deprecated_version_starts_no_list(version: str) -> None:
    template = template_of(version)
    old = make_published(template, "0.9.0")
    deprecate_version(old, reason="Wrong", actor=AUTHOR)
    with pytest.raises(NotAllowed, match="deprecated"):
        job_of(old)
    with pytest.raises(NotFound, match="no version"):
        job_of("gone")


def test_a_stopped_job_starts_nothing_until_it_is_resumed(version: str) -> None:
    job = job_of(version)
    stop_job(job, actor=AUTHOR)
    assert run_jobs() == 0
    with pytest.raises(NotAllowed, match=f"stopped already, by {AUTHOR}"):
        stop_job(job, actor="bob")
    resume_job(job, actor="bob")
    assert run_jobs() == 3
    for deed in (stop_job, resume_job):
        with pytest.raises(NotAllowed, match="is through"):
            deed(job, actor=AUTHOR)


def test_a_row_whose_outcome_was_not_written_down_is_not_started_twice(version: str) -> None:
    job = job_of(version)
    run_jobs()
    forget = "UPDATE pointsman.start_job_row SET done_at = NULL, delivery_id = NULL, outcome = NULL"
    backend(forget)
    backend("UPDATE pointsman.start_job SET done_at = NULL")
    assert run_jobs() == 3
    assert counts(job) == {ItemOutcome.STARTED: 3}
    assert started() == 3


def test_two_workers_at_once_share_the_rows_of_a_job(version: str) -> None:
    job = job_of(version, "pan\n" + "".join(f"P{number}\n" for number in range(120)))
    with ThreadPoolExecutor(2) as pool:
        moved = list(pool.map(lambda _: run_jobs(), range(2)))
    run_jobs()
    assert sum(moved) >= 80
    assert counts(job) == {ItemOutcome.STARTED: 120}
    assert started() == 120


def test_a_row_that_another_worker_holds_is_left_to_it(version: str, fresh_database_url: str) -> None:
    job = job_of(version)
    with psycopg.connect(fresh_database_url) as other:
        other.execute("SELECT FROM pointsman.start_job_row WHERE number = 2 FOR UPDATE")
        assert run_jobs() == 2
        assert read_job(job).done_at is None
    assert run_jobs() == 1


@pytest.mark.usefixtures("temporal_address")
def test_while_temporal_is_away_rows_are_on_their_way(
    version: str, temporal_away: None, temporal_at: PointTo, temporal_server_address: str
) -> None:
    job = job_of(version)
    run_jobs()
    found = read_job(job)
    assert (found.counts.on_their_way, found.counts.waiting, found.counts.outcomes) == (3, 0, {})
    assert {row.status for row in list_executions().rows} == {ExecutionStatus.CREATED}


def test_a_version_deprecated_meanwhile_gives_each_row_its_reason(version: str) -> None:
    template = template_of(version)
    old = make_published(template, "0.9.0")
    job = job_of(old, "x\n1\n2\n")
    deprecate_version(old, reason="Wrong", actor=AUTHOR)
    run_jobs()
    assert counts(job) == {ItemOutcome.FAILED_TO_START: 2}
    assert "is deprecated and starts nothing new" in (list_job_rows(job)[0].detail or "")
    assert started() == 0


def test_outcomes_are_exported_and_formulas_are_disarmed(version: str) -> None:
    job = job_of(version, "pan,name\nA,=1+1\nBB,Bob\n")
    run_jobs()
    bad, good = csv.DictReader(io.StringIO(export_job(job)))
    assert (bad["outcome"], bad["name"], bad["executionId"]) == ("INVALID_INPUT", "'=1+1", "")
    assert (good["outcome"], good["input"]) == ("STARTED", '{"pan":"BB"}')
    assert get_execution(good["executionId"]).name == "Bob"
    verdict = check_start_list(StartList(version, export_job(job).encode(), {}))
    assert [row.input for row in verdict.rows] == [{"pan": "A"}, {"pan": "BB"}]


def test_rows_can_be_read_by_outcome_and_in_pages(version: str) -> None:
    job = job_of(version, "pan\nA\nBB\nCC\n")
    run_jobs()
    assert [row.number for row in list_job_rows(job, outcomes=[ItemOutcome.STARTED])] == [2, 3]
    assert [row.number for row in list_job_rows(job, after=1, size=1)] == [2]


def template_of(version: str) -> str:
    return get_version(version).template_id
