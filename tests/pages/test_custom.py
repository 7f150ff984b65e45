"""Custom templates and executions: pages show what there is, and hide what only the interpreter can tell."""

import pytest

from domain.settings import forget_settings
from runtime.contracts import INTERPRETER_VERSION
from services.get_tree import get_tree
from services.list_temporal_children import list_temporal_children
from tests.factories import make_active, make_custom_template, make_link, make_template, start
from tests.pages.conftest import Opener
from tests.pages.reading import column, words
from tests.services.conftest import team_queue, team_template, temporal_at, temporal_away, until_true

__all__ = ["team_queue", "team_template", "temporal_at", "temporal_away"]
NOBODY = "No worker polls the task queue “nobody-polls” right now."


@pytest.fixture
def family(team_template: str) -> str:
    """A custom execution that waits, and that started one workflow by itself."""
    execution = start(team_template, {"plan": "wait", "filings": [1]}).execution_id or ""
    until_true(lambda: len(list_temporal_children(get_tree(execution))) == 1)
    return execution


@pytest.fixture
def unpolled(database: object, temporal_address: str) -> str:
    """A custom template that is on, and whose task queue nobody polls."""
    template = make_custom_template("nobody-polls")
    make_active(template, definition={"steps": []})
    return template


def test_what_it_started_by_itself_stands_below_its_tree(open_page: Opener, family: str) -> None:
    page = open_page("execution", id=family)
    assert column(page, "Workflow type", table=1) == ["Filing"]
    assert column(page, "Runtime", table=1) == [["▶ Running"]]
    assert column(page, "Started by", table=1) == [family]
    assert "1 workflow that custom workflows started by themselves. Pointsman stores nothing of them." in words(page)


def test_its_way_to_the_temporal_ui_is_there_where_one_is_configured(
    open_page: Opener, family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POINTSMAN_TEMPORAL_UI_URL", "https://temporal.acme.example/")
    forget_settings()
    [address] = column(open_page("execution", id=family), "Temporal UI", table=1)
    assert address == f"https://temporal.acme.example/namespaces/default/workflows/{family}%2Ffiling-0"


def test_without_temporal_the_stored_tree_is_shown_with_a_sentence(
    open_page: Opener, family: str, temporal_away: None
) -> None:
    page = open_page("execution", id=family)
    assert "What custom workflows started by themselves may be missing here." in words(page)
    assert "It has no parent and started no other execution." in words(page)
    assert not page.exception


def test_a_custom_execution_has_no_tasks_and_no_interpreter(open_page: Opener, family: str) -> None:
    page = open_page("execution", id=family, tab="Tasks")
    assert [tab.label for tab in page.tabs] == ["Tree", "Timeline", "Order story", "Input", "Result", "Ledger"]
    assert "Interpreter" not in words(page)


def test_another_execution_has_both(open_page: Opener, database: object) -> None:
    template = make_template()
    make_active(template)
    page = open_page("execution", id=start(template).execution_id)
    assert page.tabs[0].label == "Tasks"
    assert f"Version {INTERPRETER_VERSION}" in [each.value for each in page.markdown]


def test_the_template_page_warns_when_nobody_polls_its_task_queue(open_page: Opener, unpolled: str) -> None:
    page = open_page("template", id=unpolled)
    assert NOBODY in words(page)
    assert not page.button(key="draft.new.open").disabled


def test_the_start_page_warns_by_template_and_by_entity_and_still_starts(open_page: Opener, unpolled: str) -> None:
    make_link(unpolled)
    page = open_page("start", template=unpolled)
    assert NOBODY in words(page)
    assert not page.button(key="start.template.go.open").disabled
    assert NOBODY in words(open_page("start", entity_type="PRODUCT", entity_id="us-incorporation"))


def test_nothing_is_said_of_workers_while_one_polls(open_page: Opener, team_template: str) -> None:
    assert "No worker polls" not in words(open_page("template", id=team_template))


def test_nothing_is_said_of_workers_while_temporal_is_away(
    open_page: Opener, unpolled: str, temporal_away: None
) -> None:
    page = open_page("template", id=unpolled)
    assert "No worker polls" not in words(page)
    assert not page.exception


def test_a_template_without_a_schema_says_that_any_object_will_do(open_page: Opener, unpolled: str) -> None:
    assert "It has no JSON Schema: any JSON object may be published" in words(open_page("template", id=unpolled))
