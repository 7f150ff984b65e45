"""One execution: everything that is stored is shown, with or without Temporal, whoever made it."""

import pytest
from sqlalchemy import Connection
from streamlit.testing.v1 import AppTest

from services.get_execution import get_execution
from services.start_execution import StartOrder, start_execution
from tests.factories import AUTHOR, make_active, make_draft, make_template, start
from tests.pages.conftest import Opener
from tests.pages.reading import column, words
from tests.pages.rows import made_by_the_backend, settle

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def version() -> str:
    return make_active(make_template())


@pytest.fixture
def execution() -> str:
    template = make_template()
    make_active(template)
    return start(template, {"company": "<b>Lovelace</b>"}).execution_id or ""


def test_without_an_id_it_leads_to_the_list(open_page: Opener) -> None:
    assert "No execution is chosen" in words(open_page("execution"))


def test_an_unknown_id_is_told_literally(open_page: Opener) -> None:
    assert "There is no execution “**x**”" in words(open_page("execution", id="**x**"))


def test_a_start_that_waits_for_temporal_says_so(open_page: Opener, execution: str) -> None:
    page = open_page("execution", id=execution)
    assert "Waits for Temporal, tries again" in words(page)
    assert "A customer asked for it" in words(page)


def test_without_temporal_what_is_stored_is_still_shown(
    open_page: Opener, database: Connection, execution: str
) -> None:
    settle(database, execution, "STARTED", "RUNNING")
    page = open_page("execution", id=execution, tab="Input")
    assert "What is stored is shown" in words(page)
    assert "▶ Temporal: Running] :gray[seen 1 h ago]" in words(page)
    assert "Lovelace" in page.code[0].value


def test_a_failure_is_told_in_words(open_page: Opener, database: Connection, execution: str) -> None:
    settle(database, execution, "FAILED", "FAILED", failure='{"title": "Not valid", "detail": "Unknown PAN."}')
    assert "Not valid: Unknown PAN" in words(open_page("execution", id=execution))


def test_its_id_stands_on_the_page(open_page: Opener, execution: str) -> None:
    assert f":gray[/ {execution}]" in words(open_page("execution", id=execution))


@pytest.mark.parametrize("parameter", ["label", "icon", "hint"])
def test_a_parameter_that_no_page_knows_breaks_nothing(open_page: Opener, execution: str, parameter: str) -> None:
    page = open_page("execution", id=execution, **{parameter: "x"})
    assert not page.exception
    assert f":gray[/ {execution}]" in words(page)


def test_a_failed_execution_opens_with_why(open_page: Opener, database: Connection, execution: str) -> None:
    told = '{"type": "https://acme.example/no", "title": "Refused", "detail": "**No**", "instance": "/do/0/gre~1et"}'
    settle(database, execution, "FAILED", "FAILED", failure=told)
    page = open_page("execution", id=execution)
    assert "Task “gre/et” failed" in words(page)
    assert "The definition ended it on purpose" in words(page)
    assert "Nothing of this template has completed before it" in words(page)
    labels = [getattr(each, "label", "") for each in page.get("page_link")]
    assert "See the task on the definition" in labels


def test_the_last_good_run_is_told_also_where_its_tasks_cannot_be(
    open_page: Opener, database: Connection, execution: str
) -> None:
    settle(database, execution, "COMPLETED", "COMPLETED")
    template = get_execution(execution).template_id
    failed = start(template, {"company": "Babbage"}).execution_id or ""
    settle(database, failed, "FAILED", "FAILED", failure='{"title": "Refused"}')
    page = words(open_page("execution", id=failed))
    assert "is now `Babbage`" in page
    assert "The tasks of this run cannot be compared." in page
    assert "Both ran 1.0.0" in page


def test_the_two_statuses_are_told_apart(open_page: Opener, database: Connection, execution: str) -> None:
    settle(database, execution, "FAILED", "FAILED")
    head = words(open_page("execution", id=execution))
    assert "✕ Failed] :gray[stored 2 h ago]" in head
    assert "✕ Temporal: Failed] :gray[seen 1 h ago]" in head


def test_drift_is_told_with_both_statuses(open_page: Opener, database: Connection, execution: str) -> None:
    settle(database, execution, "COMPLETED", "TERMINATED")
    assert "“Completed”, but Temporal says “Terminated”" in words(open_page("execution", id=execution))


def test_an_execution_of_the_backend_is_shown(open_page: Opener, database: Connection, version: str) -> None:
    page = open_page("execution", id=made_by_the_backend(database, version), tab="Input")
    assert "Made by the backend" in words(page)
    assert "its input is not stored here" in words(page)


def test_a_test_run_is_marked(open_page: Opener) -> None:
    template = make_template()
    draft = make_draft(template)
    execution = start(template, version_id=draft, test=True).execution_id or ""
    assert "Test run" in open_page("execution", id=execution).title[0].value


def test_only_what_makes_sense_can_be_done(open_page: Opener, database: Connection, execution: str) -> None:
    settle(database, execution, "STARTED", "RUNNING")
    assert buttons(open_page("execution", id=execution)) == {
        "Rerun": "It is started; only what has ended can be rerun.",
        "Send event": "",
        "Cancel": "",
        "Terminate": "",
    }
    settle(database, execution, "COMPLETED", "COMPLETED")
    assert buttons(open_page("execution", id=execution)) == {
        "Send event": "It is completed; only a started execution can be sent an event.",
        "Cancel": "It is completed; only a started execution can be cancelled.",
        "Terminate": "It is completed; only a started execution can be terminated.",
    }
    settle(database, execution, "FAILED_TO_START", "NOT_FOUND")
    assert buttons(open_page("execution", id=execution))["Retry start"] == ""


def buttons(page: AppTest) -> dict[str, str]:
    """What can be done and, where it is greyed, why not."""
    known = ("Rerun", "Retry start", "Fix drift", "Send event", "Cancel", "Terminate")
    return {
        each.label: (each.help or "").replace("\\", "") if each.disabled else ""
        for each in page.button
        if each.label in known
    }


def test_the_order_story_leads_to_what_the_same_customer_bought(open_page: Opener) -> None:
    template = make_template()
    make_active(template)
    orders = [StartOrder(template, {}, "By telephone", context={"customerId": "cus-<b>"}) for _ in range(2)]
    ids = [start_execution(order, actor=AUTHOR).execution_id or "" for order in orders]
    page = open_page("execution", id=ids[0], tab="Order story")
    assert [line for line in words(page).splitlines() if "entr" in line] == ["**cus-<b>** · 2 entries"]
    assert column(page, "What came") == [f"Started by {AUTHOR}"] * 2
    assert sorted(map(str, column(page, "Execution"))) == ["US company incorporation", "★ US company incorporation"]


def test_input_and_context_are_searched(open_page: Opener, execution: str) -> None:
    page = open_page("execution", id=execution, tab="Input")
    page.text_input(key=f"search.{execution}").set_value("LOVE").run()
    assert (column(page, "Place"), column(page, "Value")) == (["/company"], ["<b>Lovelace</b>"])
    page.text_input(key=f"search.{execution}").set_value("nowhere").run()
    assert "It stands in neither of the two." in words(page)


def test_the_ledger_of_an_execution_is_told_in_words(open_page: Opener, execution: str) -> None:
    page = open_page("execution", id=execution, tab="Ledger")
    assert list(page.dataframe[0].value["What"]) == ["Started it"]
