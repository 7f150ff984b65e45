"""A run painted on its definition."""

from dataclasses import replace

import pytest

from domain.ids import new_id
from domain.json_types import JsonObject, JsonValue
from runtime.contracts import TaskStatus, TaskTrace
from tests.factories import make_active, make_template, open_workflow, start
from tests.pages.conftest import Opener
from tests.pages.reading import column, drawing, words
from tests.runtime.engine import Engine
from ui.execution.painting import painting_of

TAB = "On the definition"
VISIT = TaskTrace(
    "a", "/do/0/a", "set", 1, "2026-01-02T03:04:05+00:00", TaskStatus.COMPLETED, "2026-01-02T03:04:08+00:00"
)
ASK: JsonObject = {"confirm": {"call": "human-task:1.0.0@default", "with": {"title": "Confirm"}}}
LATER: JsonObject = {"later": {"set": {"a": 1}}}


def started(*tasks: JsonValue) -> str:
    template = make_template()
    make_active(template, definition=open_workflow(f"painted-{new_id()}", do=[*tasks]))
    return start(template, {}).execution_id or ""


def line(*visits: TaskTrace) -> str:
    paint = painting_of(visits).tasks["/do/0/a"]
    return f"{paint.tone} {paint.sign} {paint.line}"


def test_a_task_tells_how_long_it_took() -> None:
    assert line(VISIT) == "green ✓ Completed · 3 s"


def test_visits_and_attempts_are_counted() -> None:
    assert line(VISIT, replace(VISIT, visit=2, attempts=4)) == "green ✓ Completed · 3 s · 2× · 4 attempts"


def test_an_open_visit_speaks_for_its_task() -> None:
    waiting = replace(VISIT, status=TaskStatus.WAITING, ended_at=None)
    assert line(waiting, replace(VISIT, visit=2)) == "yellow ◷ 1 waiting, 1 completed · since 02 Jan, 03:04 UTC · 2×"


def test_what_was_forgotten_is_not_called_unreached() -> None:
    assert painting_of([VISIT], forgotten=3).otherwise.line == "Not reached, or not kept"


def test_one_looks_first_where_the_run_is_open() -> None:
    outer = replace(VISIT, reference="/do/1/b", status=TaskStatus.RUNNING, ended_at=None)
    inner = replace(outer, reference="/do/1/b/do/0/c")
    assert painting_of([VISIT, outer, inner]).here == {"/do/1/b/do/0/c"}


def test_one_looks_first_where_the_run_failed() -> None:
    failed = replace(VISIT, reference="/do/1/b", status=TaskStatus.FAULTED, ended_at="2026-01-02T03:05:00+00:00")
    assert painting_of([VISIT, failed]).here == {"/do/1/b"}
    mended = replace(VISIT, reference="/do/2/c", ended_at="2026-01-02T03:06:00+00:00")
    assert not painting_of([VISIT, failed, mended]).here


@pytest.mark.usefixtures("working")
def test_a_waiting_run_is_painted(open_page: Opener, working: Engine) -> None:
    execution = started(ASK, LATER)
    working.known(execution).open_task()
    dot = drawing(open_page("execution", id=execution, tab=TAB), f"painted.{execution}")
    assert "◷ Waiting · since" in dot
    assert "○ Not reached" in dot


@pytest.mark.usefixtures("working")
def test_the_facts_of_a_chosen_task_stand_below(open_page: Opener, working: Engine) -> None:
    execution = started(ASK)
    working.known(execution).open_task()
    page = open_page("execution", id=execution, tab=TAB)
    page.session_state[f"painted.{execution}.chosen"] = "/do/0/confirm"
    page.run()
    assert "/do/0/confirm" in words(page)
    assert column(page, "Status") == [["◷ Waiting"]]


@pytest.mark.usefixtures("working")
def test_what_went_into_a_task_and_came_out_stands_below_its_facts(open_page: Opener, working: Engine) -> None:
    execution = started(ASK)
    working.known(execution).open_task()
    working.known(execution).complete("/do/0/confirm", {"ein": "12-3456789"})
    working.known(execution).result()
    page = open_page("execution", id=execution, tab=TAB)
    page.session_state[f"painted.{execution}.chosen"] = "/do/0/confirm"
    page.run()
    assert '"ein": "12-3456789"' in page.code[-1].value


@pytest.mark.usefixtures("database")
def test_without_an_answer_the_definition_is_drawn_plain_with_a_sentence(open_page: Opener) -> None:
    template = make_template()
    make_active(template)
    execution = start(template).execution_id or ""
    page = open_page("execution", id=execution, tab=TAB)
    assert "The definition is drawn without them" in words(page)
    assert "plain" in drawing(page, f"painted.{execution}")
