"""The list of executions: filters live in the address, pages follow a cursor, names are shown literally."""

import pytest
from sqlalchemy import Connection, text

from services.start_execution import StartOrder, start_execution
from tests.factories import AUTHOR, make_active, make_template, start
from tests.pages.conftest import Opener
from tests.pages.reading import column, words
from tests.pages.rows import made_by_the_backend, wait

pytestmark = pytest.mark.usefixtures("database")
HOSTILE = "<img src=x onerror=alert(1)> **bold** [x](javascript:1) 🚀 شركة"


@pytest.fixture
def template() -> str:
    found = make_template()
    make_active(found)
    return found


def named(template: str, name: str) -> str:
    return start_execution(StartOrder(template, {}, "A customer asked", name=name), actor=AUTHOR).execution_id or ""


def test_without_executions_it_says_so_and_leads_on(open_page: Opener) -> None:
    assert "Nothing has been started yet" in words(open_page("executions"))


def test_an_execution_is_listed_with_what_it_runs(open_page: Opener, template: str) -> None:
    start(template)
    page = open_page("executions")
    assert column(page, "Name") == ["US company incorporation"]
    assert column(page, "Template") == ["US company incorporation 1.0.0"]
    assert column(page, "Status") == [["○ Created"]]
    assert column(page, "Origin") == ["manual"]


def test_a_hostile_name_is_only_text(open_page: Opener, template: str) -> None:
    named(template, HOSTILE)
    page = open_page("executions")
    assert column(page, "Name") == [HOSTILE]
    assert HOSTILE not in "".join(str(element.value) for element in page.markdown)


def test_what_the_address_says_is_shown_and_filters(open_page: Opener, template: str) -> None:
    named(template, "Alpha one")
    named(template, "Beta two")
    page = open_page("executions", text="Alpha", status="CREATED,FAILED", kind="NORMAL")
    assert column(page, "Name") == ["Alpha one"]
    assert page.multiselect(key="filter.status").value == ["CREATED", "FAILED"]
    assert page.text_input(key="filter.text").value == "Alpha"


def test_a_filter_is_added_to_the_address_and_resets_no_other(open_page: Opener, template: str) -> None:
    named(template, "Alpha one")
    page = open_page("executions", text="Alpha", older_than="2999-01-01T00:00:00+00:00_x")
    page.multiselect(key="filter.status").set_value(["CREATED"]).run()
    assert dict(page.query_params) == {"text": "Alpha", "status": "CREATED"}


def test_values_of_the_address_that_mean_nothing_are_ignored(open_page: Opener, template: str) -> None:
    start(template)
    page = open_page("executions", status="WHAT", runtime="NO", **{"from": "yesterday"})
    assert len(column(page, "Name")) == 1


def test_days_are_utc_and_the_last_one_belongs_to_it(open_page: Opener, template: str) -> None:
    start(template)
    row = open_page("executions").dataframe[0].value["Created"].iloc[0]
    today = str(row.date())
    assert len(open_page("executions", **{"from": today, "to": today}).dataframe) == 1
    assert len(open_page("executions", to="2020-01-01").dataframe) == 0


def test_no_match_is_another_emptiness_and_clearing_helps(open_page: Opener, template: str) -> None:
    start(template)
    page = open_page("executions", text="nothing like this", status="FAILED")
    assert "No execution matches" in words(page)
    page.button(key="clear.empty").click().run()
    assert dict(page.query_params) == {}
    assert len(column(page, "Name")) == 1


def test_a_short_search_is_asked_to_grow(open_page: Opener, template: str) -> None:
    start(template)
    page = open_page("executions", text="US")
    assert "Write at least 3 characters" in words(page)
    assert len(page.dataframe) == 1


def test_an_unknown_template_in_the_address_is_told(open_page: Opener, template: str) -> None:
    start(template)
    page = open_page("executions", template="gone")
    assert page.selectbox(key="filter.template").value == "gone"
    assert "No execution matches" in words(page)


def test_older_and_newer_pages_meet(open_page: Opener, template: str) -> None:
    for number in range(52):
        named(template, f"Run {number}")
    page = open_page("executions")
    assert len(column(page, "Name")) == 50
    page.button(key="executions.older").click().run()
    assert column(page, "Name") == ["Run 1", "Run 0"]
    page.button(key="executions.newer").click().run()
    assert column(page, "Name")[0] == "Run 51"


def test_a_broken_cursor_is_told_in_a_sentence(open_page: Opener, template: str) -> None:
    start(template)
    assert "Go back to the first page" in words(open_page("executions", older_than="broken"))


def test_it_is_sorted_by_what_the_address_says_and_shows_the_columns_it_names(open_page: Opener, template: str) -> None:
    for name in ("Beta", "Alpha", "Gamma"):
        named(template, name)
    page = open_page("executions", sort="name", columns="status,customer")
    assert column(page, "Name") == ["Alpha", "Beta", "Gamma"]
    assert [*page.dataframe[0].value.columns] == ["Name", "Status", "Customer"]


def test_all_that_fit_are_counted(open_page: Opener, template: str) -> None:
    named(template, "Alpha")
    named(template, "Beta")
    assert "1 on this page, 1 in all" in words(open_page("executions", text="Alpha"))


def test_a_view_sets_filters_and_order_and_nothing_else_stays(open_page: Opener, template: str) -> None:
    start(template)
    page = open_page("executions", customer="cus_1", sort="name")
    page.button(key="views.open.Drift").click().run()
    assert dict(page.query_params) == {"drift": "yes"}


def test_what_waits_for_a_person_is_a_view(open_page: Opener, template: str, database: Connection) -> None:
    named(template, "Alpha")
    wait(database, named(template, "Beta"))
    page = open_page("executions")
    assert column(page, "Marks")[0] == "◷ Waits"
    page.button(key="views.open.Waiting for a person").click().run()
    assert column(page, "Name") == ["Beta"]
    assert "Waiting since" in page.dataframe[0].value.columns


def test_as_trees_a_match_stands_under_its_root(open_page: Opener, template: str, database: Connection) -> None:
    root = start(template).execution_id or ""
    version = str(database.scalar(text('SELECT "workflowTemplateVersionId" FROM "WorkflowExecution"')))
    child = made_by_the_backend(database, version, "The child")
    database.execute(
        text(
            'UPDATE "WorkflowExecution" SET "parentWorkflowExecutionId" = :root, "rootWorkflowExecutionId" = :root '
            "WHERE id = :child"
        ),
        {"root": root, "child": child},
    )
    page = open_page("executions", text="The child", trees="yes")
    assert column(page, "Name") == ["○ US company incorporation", "\u2003● The child"]
    assert column(page, "Below")[0] == "▸ 0 of 1 failed"
