"""Executions whose history Temporal does not keep any more: what is gone is said, what is stored is shown."""

from functools import partial

import pytest

from domain.drift import Fix, fix_of
from domain.errors import HistoryGone, NotAllowed
from domain.ids import new_id
from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from services.cancel_execution import cancel_execution
from services.export_history import export_history
from services.get_execution import ExecutionDetail, get_execution
from services.get_tree import get_tree
from services.list_runs import list_runs
from services.observe_execution import observe_execution
from services.read_drift import read_drift
from services.read_run import read_tasks
from services.read_timeline import read_timeline
from services.rerun_execution import as_it_was, rerun_execution
from services.terminate_execution import terminate_execution
from tests.factories import AUTHOR, calling, make_active, make_custom_template, make_template, open_workflow, start
from tests.pages.conftest import Opener
from tests.pages.reading import column, drawing, words
from tests.runtime.engine import Engine
from tests.services.conftest import team_queue, until_true
from tests.services.expiring import expire
from tests.services.team import WORKFLOW_TYPE

__all__ = ["team_queue"]
REFUSE: JsonObject = {"refuse": {"raise": {"error": {"type": "https://acme.example/no", "status": 422, "title": "No"}}}}
WAIT: JsonObject = {"ask": {"call": "human-task:1.0.0@default", "with": {"title": "Confirm"}}}
TABS = ("Tasks", "On the definition", "Tree", "Timeline", "Order story", "Input", "Result", "Ledger")
GONE = "Temporal keeps nothing of this execution any more: its tasks, timeline and result are gone"
_MADE: dict[str, str] = {}


@pytest.fixture
def expired(working: Engine, team_queue: str) -> dict[str, str]:
    """Executions by what they were, all of them deleted from Temporal; made once for all tests."""
    if not _MADE:
        _MADE.update(made(working, team_queue))
        older = list_runs(_MADE["continued"])[-1]
        runs = [(execution, "") for name, execution in _MADE.items() if name != "continued"]
        expire([*runs, (_MADE["continued"], older.run_id)])
    return _MADE


def made(working: Engine, queue: str) -> dict[str, str]:
    child = f"child-{new_id()}"
    make_active(make_template("Child"), definition=open_workflow(child, do=[REFUSE]))
    completed, failed = begun({"go": {"set": {"ok": True}}}), begun(*calling(child))
    custom = make_custom_template(queue, WORKFLOW_TYPE)
    make_active(custom, definition={"steps": []})
    own = start(custom, {"plan": "finish", "filings": [1]}).execution_id or ""
    for each in (completed, failed):
        working.known(each).ended()
    for each in (completed, failed, own):
        until_true(partial(has_closed, each))
    assert read_tasks(completed).tasks
    continued = start(custom, {"plan": "continue"}).execution_id or ""
    until_true(lambda: len(list_runs(continued)) == 2)
    running = begun(WAIT)
    working.known(running).open_task()
    until_true(lambda: observe_execution(running).runtime_status is RuntimeStatus.RUNNING)
    return {"completed": completed, "failed": failed, "custom": own, "running": running, "continued": continued}


def has_closed(execution: str) -> bool:
    return observe_execution(execution).closed_at is not None


def begun(*tasks: JsonValue) -> str:
    template = make_template()
    make_active(template, definition=open_workflow(f"expired-{new_id()}", do=[*tasks]))
    return start(template, {"company": "Lovelace"}).execution_id or ""


def told(execution: str) -> tuple[ExecutionStatus, RuntimeStatus | None, bool]:
    found: ExecutionDetail = get_execution(execution)
    return found.status, found.runtime_status, found.is_drifting


def test_a_closed_status_stays_whatever_temporal_forgot(expired: dict[str, str]) -> None:
    for name, status in (("completed", ExecutionStatus.COMPLETED), ("failed", ExecutionStatus.FAILED)):
        assert observe_execution(expired[name]).runtime_status is RuntimeStatus.NOT_FOUND
        assert told(expired[name]) == (status, RuntimeStatus[status.name], False)
    assert all(kind.status is ExecutionStatus.STARTED for kind in read_drift())


def test_a_started_one_that_is_missing_drifts_and_can_be_given_up(expired: dict[str, str]) -> None:
    observe_execution(expired["running"])
    assert told(expired["running"]) == (ExecutionStatus.STARTED, RuntimeStatus.NOT_FOUND, True)
    assert fix_of(ExecutionStatus.STARTED, RuntimeStatus.NOT_FOUND) is Fix.GIVE_UP
    assert (ExecutionStatus.STARTED, RuntimeStatus.NOT_FOUND) in [(k.status, k.runtime_status) for k in read_drift()]


@pytest.mark.parametrize(
    ("name", "tab"), [*(("failed", tab) for tab in TABS), ("completed", "Tasks"), ("running", "Tasks")]
)
def test_every_part_is_shown_without_an_error(open_page: Opener, expired: dict[str, str], name: str, tab: str) -> None:
    page = open_page("execution", id=expired[name], tab=tab)
    assert not page.exception
    assert "on our side" not in words(page)
    assert (GONE in words(page)) == (name != "running")


def test_tasks_that_were_told_before_are_gone_as_well(expired: dict[str, str]) -> None:
    with pytest.raises(HistoryGone):
        read_tasks(expired["completed"])


def test_the_tasks_that_are_gone_leave_the_one_that_failed(open_page: Opener, expired: dict[str, str]) -> None:
    page = open_page("execution", id=expired["failed"], tab="On the definition")
    assert "its tasks cannot be told. It failed at /do/0/" in words(page)
    assert "Faulted" in drawing(page, f"painted.{expired['failed']}")


def test_why_it_failed_is_told_from_what_is_stored(open_page: Opener, expired: dict[str, str]) -> None:
    page = words(open_page("execution", id=expired["failed"]))
    assert "Task “refuse” failed" in page
    assert "How it came here" in page


def test_the_family_is_stored(open_page: Opener, expired: dict[str, str]) -> None:
    page = open_page("execution", id=expired["failed"], tab="Tree")
    assert column(page, "Name") == [member.name for member in get_tree(expired["failed"]).members]


def test_timeline_and_result_say_that_they_are_gone(open_page: Opener, expired: dict[str, str]) -> None:
    assert "Temporal has no history of this execution" in words(
        open_page("execution", id=expired["completed"], tab="Timeline")
    )
    assert "the result was kept only there" in words(open_page("execution", id=expired["completed"], tab="Result"))
    with pytest.raises(HistoryGone, match="kept for a time that is over"):
        export_history(expired["completed"])


def test_what_a_custom_workflow_started_by_itself_is_said_to_be_gone(
    open_page: Opener, expired: dict[str, str]
) -> None:
    page = open_page("execution", id=expired["custom"], tab="Tree")
    assert "and with them what it started there by itself" in words(page)


def test_nothing_that_needs_the_run_can_be_done_and_a_rerun_can(expired: dict[str, str]) -> None:
    observe_execution(expired["running"])
    for act in (cancel_execution, terminate_execution):
        with pytest.raises(NotAllowed):
            act(expired["completed"], actor=AUTHOR, reason="Late")
    old = get_execution(expired["completed"])
    receipt = rerun_execution(as_it_was(old, old.version_id, seen=0, key=new_id()), actor=AUTHOR, reason="Once more")
    assert receipt.execution_id


def test_a_run_before_that_temporal_forgot_is_told(open_page: Opener, expired: dict[str, str]) -> None:
    page = read_timeline(expired["continued"])
    assert (page.older, page.is_cut) == (None, True)
    told = words(open_page("execution", id=expired["continued"], tab="Timeline"))
    assert "the runs before it are not kept by Temporal any more" in told
