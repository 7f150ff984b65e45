"""The overview: counts, the newest failures with their reasons, and the way to the lists."""

import re

import pytest
from sqlalchemy import Connection

from tests.factories import buy, make_active, make_template, start
from tests.pages.conftest import Opener
from tests.pages.reading import column, words
from tests.pages.rows import settle, wait

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def execution() -> str:
    template = make_template()
    make_active(template)
    return start(template).execution_id or ""


def test_a_fresh_database_is_no_error(open_page: Opener) -> None:
    assert "Nothing has run yet" in words(open_page("overview"))


def test_each_status_has_its_count(open_page: Opener, execution: str) -> None:
    page = open_page("overview")
    counts = {metric.label.split("] ")[1]: metric.value for metric in page.metric if "] " in metric.label}
    assert "Nothing does" in words(page)
    assert counts == {"Created": "1", "Started": "0", "Failed to start": "0", "Completed": "0", "Failed": "0"}


def test_a_failure_is_listed_with_its_reason(open_page: Opener, database: Connection, execution: str) -> None:
    settle(database, execution, "FAILED", "FAILED", failure='{"title": "Not valid", "detail": "The PAN is unknown."}')
    page = open_page("overview")
    assert column(page, "Why") == ["Not valid: The PAN is unknown"]


def test_what_needs_a_person_has_its_number(open_page: Opener, database: Connection, execution: str) -> None:
    settle(database, execution, "STARTED", "COMPLETED")
    buy("unknown")
    numbers = {re.sub(r"\W", "", metric.label): metric.value for metric in open_page("overview").metric}
    assert (numbers["violetDrift"], numbers["orangeRefusednolink"]) == ("1", "1")


def test_what_waits_for_a_person_leads_to_its_view(open_page: Opener, database: Connection, execution: str) -> None:
    wait(database, execution)
    page = open_page("overview")
    assert "Waiting for a person" in " ".join(metric.label for metric in page.metric)
    assert "waiting=yes" in " ".join(link.proto.query_string for link in page.get("page_link"))


def test_versions_are_listed_with_their_failures(open_page: Opener, database: Connection, execution: str) -> None:
    settle(database, execution, "FAILED", "FAILED")
    page = open_page("overview")
    read = {head: column(page, head, -1) for head in ("Version", "Failed", "Failure rate")}
    assert read == {"Version": ["US company incorporation 1.0.0"], "Failed": ["1"], "Failure rate": ["100.0%"]}


def test_what_runs_now_is_listed(open_page: Opener, database: Connection, execution: str) -> None:
    settle(database, execution, "STARTED", "RUNNING")
    page = open_page("overview")
    assert column(page, "Status") == [["▶ Started"]]
    assert "Nothing failed." in words(page)
