"""The overview: counts, the newest failures with their reasons, and the way to the lists."""

import pytest
from sqlalchemy import Connection
from streamlit.testing.v1 import AppTest

from tests.factories import make_active, make_template, start
from tests.pages.conftest import Opener
from tests.pages.reading import column, words
from tests.pages.rows import settle, wait

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def execution() -> str:
    template = make_template()
    make_active(template)
    return start(template).execution_id or ""


def ways_to_people(page: AppTest) -> dict[str, str]:
    """Label and query of the links to what waits for a person."""
    links = [each.proto for each in page.get("page_link")]
    return {link.label: link.query_string for link in links if "for a person" in link.label}


def test_a_fresh_database_is_no_error(open_page: Opener) -> None:
    assert "Nothing has run in the last two weeks" in words(open_page("overview"))


def test_each_status_has_its_count(open_page: Opener, execution: str) -> None:
    counts = {metric.label.split("] ")[1]: metric.value for metric in open_page("overview").metric}
    assert counts == {"Created": "1", "Started": "0", "Failed to start": "0", "Completed": "0", "Failed": "0"}


def test_a_failure_is_listed_with_its_reason(open_page: Opener, database: Connection, execution: str) -> None:
    settle(database, execution, "FAILED", "FAILED", failure='{"title": "Not valid", "detail": "The PAN is unknown."}')
    page = open_page("overview")
    assert column(page, "Why") == ["Not valid: The PAN is unknown"]


def test_how_many_wait_for_a_person_leads_to_them(open_page: Opener, database: Connection, execution: str) -> None:
    assert ways_to_people(open_page("overview")) == {}
    wait(database, execution)
    ((label, query),) = ways_to_people(open_page("overview")).items()
    assert label == "1 waits for a person"
    assert "waiting=yes" in query


def test_what_runs_now_is_listed(open_page: Opener, database: Connection, execution: str) -> None:
    settle(database, execution, "STARTED", "RUNNING")
    page = open_page("overview")
    assert column(page, "Status") == [["▶ Started"]]
    assert "Nothing failed." in words(page)
