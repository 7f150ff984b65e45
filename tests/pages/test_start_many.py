"""Starting many: a file, its columns, a verdict on each row, and a job to be watched."""

import pytest
from streamlit.testing.v1 import AppTest

from domain.json_types import JsonObject
from services.check_start_list import StartList
from services.create_start_job import JobOrder, create_start_job
from services.get_version import get_version
from services.read_job import read_job
from services.run_jobs import run_jobs
from services.stop_job import stop_job
from tests.factories import AUTHOR, make_active, make_draft, make_published, make_template, open_workflow
from tests.pages.conftest import Opener
from tests.pages.reading import column, words

SCHEMA: JsonObject = {"type": "object", "required": ["pan"], "properties": {"pan": {"type": "string", "minLength": 2}}}
CSV = b"PAN,name\nAA,Ada <b>\nB,Bob\n"


@pytest.fixture
def version(fresh_database_url: str) -> str:
    return make_active(make_template("GST"), definition={**open_workflow(), "input": {"schema": {"document": SCHEMA}}})


def uploaded(open_page: Opener, content: bytes) -> AppTest:
    page = open_page("start_many")
    page.selectbox(key="start_many.template").select_index(0).run()
    page.file_uploader[0].upload("starts.csv", content, "text/csv").run()
    return page


def job_of(version: str, content: str = "pan\nAA\nB\nCC\n") -> str:
    return create_start_job(JobOrder(StartList(version, content.encode(), {}), "May <b>", "Back office"), actor=AUTHOR)


def test_many_are_started_of_the_active_version_or_on_purpose_of_another(open_page: Opener, version: str) -> None:
    template = get_version(version).template_id
    make_published(template, "0.9.0")
    make_draft(template, "1.1.0")
    page = uploaded(open_page, b"pan\nAA\n")
    box = page.selectbox(key="start.version")
    assert box.options == ["1.0.0 · active", "0.9.0 · published, not active", "1.1.0 · draft, as a test run"]
    box.select_index(1).run()
    assert "test run" not in words(page)
    page.button(key="start_many.go.open").click().run()
    assert "(not active now), each row once" in words(page)
    page.selectbox(key="start.version").select_index(2).run()
    assert "A draft runs as a **test run**" in words(page)


def test_of_a_template_that_is_off_a_version_is_chosen_on_purpose(open_page: Opener, fresh_database_url: str) -> None:
    make_published(make_template("Off"))
    page = open_page("start_many")
    page.selectbox(key="start_many.template").select_index(0).run()
    assert page.selectbox(key="start.version").value is None
    assert "switched off" in words(page)


def test_each_row_has_its_verdict_before_anything_starts(open_page: Opener, version: str) -> None:
    page = uploaded(open_page, CSV)
    assert "1 row would start" in words(page)
    assert "1 row would not" in words(page)
    assert column(page, "Verdict", 1) == [["✓ Fits"], ["✕ Does not fit"]]
    assert "/pan" in str(column(page, "Why not", 1)[1])
    assert column(page, "Name", 1) == ["Ada <b>", "Bob"]
    assert not page.button(key="start_many.go.open").disabled


def test_a_list_of_which_nothing_fits_cannot_be_started(open_page: Opener, version: str) -> None:
    page = uploaded(open_page, b"pan\nA\n")
    assert page.button(key="start_many.go.open").disabled


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"\xff\xfe\x00", "UTF-16"), (b"", "is empty"), (b"a,a\n1,2\n", "several columns"), (b'a\n"1', "none closes it")],
)
def test_a_file_that_is_no_list_is_told(open_page: Opener, version: str, content: bytes, told: str) -> None:
    page = uploaded(open_page, content)
    assert told in words(page)
    assert page.exception == []


def test_a_job_shows_its_rows_and_outcomes(open_page: Opener, version: str, temporal_address: str) -> None:
    job = job_of(version)
    page = open_page("job", id=job)
    assert "Running" in words(page)
    assert column(page, "Outcome") == [["○ Not tried yet"], ["✕ Invalid input"], ["○ Not tried yet"]]
    run_jobs()
    page.run()
    assert "Through" in words(page)
    assert column(page, "Outcome") == [["✓ Started"], ["✕ Invalid input"], ["✓ Started"]]
    page = open_page("job", id=job, outcome="INVALID_INPUT")
    assert column(page, "Row") == ["2"]


def test_a_stopped_job_offers_to_go_on(open_page: Opener, version: str) -> None:
    job = job_of(version)
    page = open_page("job", id=job)
    assert "Stop" in [button.label for button in page.button]
    stop_job(job, actor=AUTHOR)
    page.run()
    assert "Resume" in [button.label for button in page.button]
    assert read_job(job).counts.waiting == 2


def test_jobs_are_listed_newest_first(open_page: Opener, version: str) -> None:
    job_of(version)
    page = open_page("start_many")
    assert column(page, "Name") == ["May <b>"]
    assert column(page, "Rows") == [3]


def test_a_job_that_is_gone_leads_back(open_page: Opener, version: str) -> None:
    assert "There is no job “gone”" in words(open_page("job", id="gone"))
    assert "No job is chosen" in words(open_page("job"))
