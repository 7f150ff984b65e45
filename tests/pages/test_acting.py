"""Pages that act: rerun, act on many, recovery, drift. What would happen is told before anything does."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, text
from streamlit.testing.v1 import AppTest

from domain.json_types import JsonObject
from domain.vocabulary import JobAction
from services._activation import Activation
from services._ledger import record
from services.create_action_job import ActionOrder, create_action_job
from services.get_execution import get_execution
from services.list_executions import ExecutionFilter
from services.publish_version import publish_version
from services.rerun_execution import as_it_was, rerun_execution
from services.start_execution import StartOrder, start_execution
from storage.database import transaction
from tests.factories import AUTHOR, make_active, make_draft, make_template, open_workflow
from tests.pages.conftest import Opener
from tests.pages.reading import column, words
from tests.pages.rows import settle
from tests.services.ending import end
from tests.services.test_terminating import child_of

pytestmark = pytest.mark.usefixtures("database")
SCHEMA: JsonObject = {"type": "object", "required": ["pan"], "properties": {"pan": {"type": "string", "minLength": 3}}}
STRICT: JsonObject = {**open_workflow("gst", version="2.0.0"), "input": {"schema": {"document": SCHEMA}}}


@pytest.fixture
def template() -> str:
    found = make_template("GST <b>")
    make_active(found, definition=open_workflow("gst"))
    return found


@pytest.fixture
def failed(template: str) -> str:
    order = StartOrder(template, {"pan": "AB"}, "First", context={"customerId": "c_1"})
    return end(start_execution(order, actor=AUTHOR).execution_id)


def test_a_rerun_shows_what_differs_and_judges_the_input_by_the_chosen_version(
    open_page: Opener, template: str, failed: str
) -> None:
    draft = make_draft(template, "2.0.0", STRICT)
    seen = get_execution(failed).version_id
    publish_version(draft, actor=AUTHOR, activate=Activation("Better", seen_active_id=seen))
    page = open_page("rerun", id=failed)
    assert not page.button(key=f"rerun.go.{failed}.open").disabled
    assert '"AB"' in str(page.text_area(key=f"rerun.input.{failed}").value)
    page.segmented_control(key=f"rerun.version.{failed}").set_value("active").run()
    assert "from 1.0.0, which ran, to 2.0.0, which would run" in words(page)
    assert page.button(key=f"rerun.go.{failed}.open").disabled


def test_a_running_one_cannot_be_rerun_and_says_why(open_page: Opener, template: str) -> None:
    running = start_execution(StartOrder(template, {}, "x"), actor=AUTHOR).execution_id or ""
    assert "only what has ended can be rerun" in words(open_page("rerun", id=running))
    assert "No execution is chosen" in words(open_page("rerun"))
    assert "There is no execution “gone”" in words(open_page("rerun", id="gone"))


def test_both_pages_lead_to_each_other(open_page: Opener, failed: str) -> None:
    order = as_it_was(get_execution(failed), None, seen=0, key="k")
    new = rerun_execution(order, actor="bob", reason="Again").execution_id or ""
    assert "Rerun as ○ Created, 1.0.0, by bob" in links(open_page("execution", id=failed))
    assert "Rerun of ✕ Failed, 1.0.0" in links(open_page("execution", id=new))


def links(page: AppTest) -> str:
    return "\n".join(str(each.proto.label) for each in page.get("page_link")).replace("\\", "")


def test_acting_on_many_tells_how_many_and_why_not_the_others(
    open_page: Opener, template: str, failed: str, database: Connection
) -> None:
    running = start_execution(StartOrder(template, {}, "x"), actor=AUTHOR).execution_id or ""
    settle(database, running, "STARTED", "RUNNING")
    assert "Choose what should be done" in words(open_page("act"))
    page = open_page("act", action="CANCEL", template=template)
    assert "1 execution can be acted on" in words(page)
    assert "1 execution cannot" in words(page)
    assert "It is failed; only a started execution can be cancelled" in words(page).replace("\\", "")
    assert not page.button(key="act.go.CANCEL.open").disabled
    assert open_page("act", action="CANCEL", text="nothing like it").button(key="act.go.CANCEL.open").disabled


def test_a_job_that_acts_shows_its_items_and_its_action(open_page: Opener, failed: str) -> None:
    order = ActionOrder(
        ExecutionFilter(), JobAction.RERUN_ACTIVE, datetime.now(UTC), 1, "May", "status=FAILED", "job_1"
    )
    page = open_page("job", id=create_action_job(order, actor=AUTHOR, reason="Bank holiday"))
    assert "Rerun with the active version" in words(page)
    assert column(page, "Execution") == [failed]
    assert column(open_page("jobs"), "Action") == [["↻ Rerun with the active version"]]


def test_the_queue_shows_groups_and_the_chosen_one(open_page: Opener, template: str, failed: str) -> None:
    page = open_page("recovery")
    assert column(page, "Error") == ["timeout 408: Too late"]
    assert column(page, "Task") == ["file"]
    assert {"Owner and note", "Dealt with"} <= {button.label for button in page.button}
    assert "Nothing waits to be recovered" in words(open_page("recovery", mine="yes"))


def test_drift_is_told_with_reason_and_fix(open_page: Opener, failed: str, database: Connection) -> None:
    assert "Nothing drifts" in words(open_page("drift"))
    settle(database, failed, "STARTED", "NOT_FOUND")
    told = words(open_page("drift"))
    assert "Temporal knows no such run" in told
    assert "Count it as failed" in told


@pytest.fixture
def parent(database: Connection, template: str) -> str:
    """A running execution that waits for one child; another child lives on its own."""
    make_active(make_template("DSC"), definition=open_workflow("dsc"))
    found = start_execution(StartOrder(template, {}, "x"), actor=AUTHOR).execution_id or ""
    for execution in (found, child_of(found), child_of(found, "/do/1/dsc", awaited=False)):
        settle(database, execution, "STARTED", "RUNNING")
    return found


def test_terminating_names_what_runs_below_and_can_spare_it(open_page: Opener, parent: str) -> None:
    page = open_page("execution", id=parent).button(key=f"terminate.{parent}.open").click().run()
    assert "It waits for 1 running execution below: **DSC**." in words(page)
    assert "Not awaited, so not touched in any case: 1 execution, **DSC**." in words(page)
    assert page.radio(key=f"terminate.alone.{parent}").options == [
        "It and the 1 running execution below",
        "Only this one; those below run on",
    ]


def test_where_temporal_ends_what_is_below_no_choice_is_offered(
    open_page: Opener, parent: str, database: Connection
) -> None:
    database.execute(text("UPDATE pointsman.execution_run SET interpreter_version = '1'"))
    page = open_page("execution", id=parent).button(key=f"terminate.{parent}.open").click().run()
    assert "It cannot be terminated alone." in words(page)
    assert not page.radio


def test_cancelling_says_that_it_reaches_what_is_awaited(open_page: Opener, parent: str) -> None:
    page = open_page("execution", id=parent).button(key=f"cancel.{parent}.open").click().run()
    assert "It waits for 1 running execution below: **DSC**." in words(page)
    assert "a cancelled run itself cancels what it waits for. **Terminate** can spare them." in words(page)


def test_a_job_tells_what_runs_below_outside_of_its_filter(open_page: Opener, parent: str) -> None:
    page = open_page("act", action="TERMINATE", roots="yes")
    assert "What they wait for below ends with them: 1 running execution outside of the filter" in words(page)


def test_the_ledger_tells_what_was_spared(open_page: Opener, parent: str) -> None:
    with transaction() as session:
        after: JsonObject = {"requested": "terminate alone", "ended": 1, "spared": 2}
        record(session, AUTHOR, "execution.terminate", ("execution", parent), after=after, reason="Hangs")
    assert "It alone, sparing 2 executions" in column(open_page("execution", id=parent, tab="Ledger"), "On")
