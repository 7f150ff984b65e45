"""An execution that runs: its tasks, its forms, its family, its history and its result."""

import pytest

from domain.ids import new_id
from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import ExecutionStatus
from services.get_execution import get_execution
from services.get_tree import get_tree
from services.list_runs import list_runs
from tests.factories import calling, make_active, make_custom_template, make_template, open_workflow, start
from tests.pages.conftest import Opener
from tests.pages.reading import column, words
from tests.runtime.engine import Engine
from tests.services.conftest import team_queue, until_true
from tests.services.team import WORKFLOW_TYPE

__all__ = ["team_queue"]

pytestmark = pytest.mark.usefixtures("working")
FORM: JsonObject = {
    "type": "object",
    "required": ["office", "shares"],
    "properties": {
        "office": {"type": "string", "title": "Registered **office**"},
        "shares": {"type": "integer", "minimum": 1},
        "urgent": {"type": "boolean"},
    },
}
ASK: JsonObject = {"confirm": {"call": "human-task:1.0.0@default", "with": {"title": "Confirm <facts>", "form": FORM}}}


def started(*tasks: JsonValue) -> str:
    template = make_template()
    make_active(template, definition=open_workflow(f"paged-{new_id()}", do=[*tasks]))
    return start(template, {}).execution_id or ""


@pytest.fixture
def asking(working: Engine) -> str:
    execution = started(ASK)
    working.known(execution).open_task()
    return execution


def field(execution: str, name: str) -> str:
    return f"task.{execution}./do/0/confirm.1.{name}"


def test_a_waiting_task_has_a_form_made_from_its_schema(open_page: Opener, asking: str) -> None:
    page = open_page("execution", id=asking)
    assert "Confirm <facts>" in words(page)
    assert page.text_input(key=field(asking, "office")).label == "Registered \\*\\*office\\*\\* *"
    assert page.number_input(key=field(asking, "shares")).label == "Shares *"
    assert column(page, "Status") == [["◷ Waiting"]]


def test_a_refused_form_says_why_and_keeps_what_was_typed(open_page: Opener, asking: str) -> None:
    page = open_page("execution", id=asking)
    page.text_input(key=field(asking, "office")).set_value("1209 Orange St").run()
    page.button(key=f"{field(asking, 'complete')}.0").click().run()
    assert "shares" in page.error[0].value
    assert page.text_input(key=field(asking, "office")).value == "1209 Orange St"


def test_a_completed_form_goes_on_with_typed_values(open_page: Opener, working: Engine, asking: str) -> None:
    page = open_page("execution", id=asking)
    page.text_input(key=field(asking, "office")).set_value("1209 Orange St")
    page.number_input(key=field(asking, "shares")).set_value(100).run()
    page.button(key=f"{field(asking, 'complete')}.0").click().run()
    assert working.known(asking).result() == {"office": "1209 Orange St", "shares": 100}
    result = open_page("execution", id=asking, tab="Result")
    assert get_execution(asking).status is ExecutionStatus.COMPLETED
    assert '"office": "1209 Orange St"' in result.code[0].value


def test_the_timeline_is_in_the_order_of_events(open_page: Opener, working: Engine) -> None:
    execution = started({"pause": {"wait": {"milliseconds": 10}}})
    working.known(execution).ended()
    page = open_page("execution", id=execution, tab="Timeline")
    assert column(page, "What") == ["Execution started", "pause", "Execution completed"]


def test_an_execution_that_never_ran_has_no_history_and_says_so(open_page: Opener) -> None:
    template = make_custom_template(task_queue="/_sys/reserved")
    make_active(template, definition={"steps": []})
    page = open_page("execution", id=start(template).execution_id, tab="Timeline")
    assert "Temporal has no history of this execution" in words(page)
    assert "reserved prefix" in words(page)


def test_the_family_leads_to_the_root_and_the_children(open_page: Opener, working: Engine) -> None:
    child = f"child-{new_id()}"
    make_active(make_template("Child"), definition=open_workflow(child, do=[ASK]))
    root = started(*calling(child))
    working.known(root).until(lambda state: any(task.child_execution_id for task in state.tasks))
    (parent, member) = get_tree(root).members
    page = open_page("execution", id=member.id, tab="Tree")
    assert column(page, "Name") == [parent.name, member.name]
    assert f"Root\\: {parent.name}" in [getattr(each, "label", "") for each in page.get("page_link")]


def test_a_run_of_several_is_chosen_and_downloaded(open_page: Opener, team_queue: str) -> None:
    template = make_custom_template(team_queue, WORKFLOW_TYPE)
    make_active(template, definition={"steps": []})
    execution = start(template, {"plan": "continue"}).execution_id or ""
    until_true(lambda: len(list_runs(execution)) == 2)
    older = list_runs(execution)[-1].run_id
    page = open_page("execution", id=execution, tab="Timeline")
    choice = page.selectbox(key=f"timeline.{execution}.run")
    assert [option.partition(" · ")[0] for option in choice.options] == ["Run 2", "Run 1"]
    choice.set_value(older).run()
    assert column(page, "What") == ["Execution started", "Continued as a new run"]
    links = {each.proto.label: each.proto.url for each in page.get("link_button")}
    assert f"run={older}" in links["Download this run"]
    assert "run=all" in links["Download all 2 runs"]
