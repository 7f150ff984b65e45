"""Temporal's history as a timeline: one row for each thing that began, with how it ended."""

import json
from dataclasses import replace

import pytest
from google.protobuf.json_format import Parse
from temporalio.api.history.v1 import History

from domain.errors import NotFound
from domain.ids import new_id
from domain.json_types import JsonObject
from runtime.contracts import TaskStatus
from services import export_history
from services.read_timeline import Timeline, read_events, read_timeline
from services.terminate_execution import terminate_execution
from tests.factories import AUTHOR, calling, make_active, make_custom_template, make_template, open_workflow, start
from tests.runtime.engine import Engine
from tests.services.conftest import team_queue
from tests.services.team import WORKFLOW_TYPE, until_closed
from tests.with_engine import worked_database, worker, working

__all__ = ["team_queue", "worked_database", "worker", "working"]

ASK: JsonObject = {"ask": {"call": "human-task:1.0.0@default", "with": {"title": "Confirm"}}}
PAUSE: JsonObject = {"pause": {"wait": {"milliseconds": 20}}}
REFUSE: JsonObject = {
    "refuse": {"raise": {"error": {"type": "https://acme.example/no", "status": 422, "title": "Not valid"}}}
}
UNANSWERED: JsonObject = {"ring": {"call": "http", "with": {"method": "get", "endpoint": "http://127.0.0.1:9/"}}}
UNCAUGHT: JsonObject = {"patient": {"try": [UNANSWERED], "catch": {}}}


def started(*tasks: JsonObject, name: str = "timed") -> str:
    """An execution of a new template with these tasks."""
    template = make_template()
    make_active(template, definition=open_workflow(f"{name}-{new_id()}", do=[*tasks]))
    return start(template).execution_id or ""


def ended(working: Engine, *tasks: JsonObject) -> Timeline:
    """The timeline of an execution with these tasks that has ended."""
    execution = started(*tasks)
    working.known(execution).ended()
    return read_timeline(execution)


def rows(timeline: Timeline) -> list[tuple[str, str, TaskStatus]]:
    return [(row.name, row.kind, row.status) for row in timeline.rows]


def test_it_begins_with_the_start_and_ends_with_the_end(working: Engine) -> None:
    timeline = ended(working, PAUSE)
    assert (timeline.rows[0].name, timeline.rows[-1].name) == ("Execution started", "Execution completed")
    assert timeline.older is None
    assert timeline.total == timeline.events_read


def test_a_wait_is_a_timer_with_the_name_of_its_task(working: Engine) -> None:
    timeline = ended(working, PAUSE)
    timer = timeline.rows[1]
    assert (timer.name, timer.kind, timer.status) == ("pause", "Timer", TaskStatus.COMPLETED)
    assert timer.ended_at is not None
    assert timer.ended_at > timer.started_at


def test_a_completed_human_task_names_the_task(working: Engine) -> None:
    execution = started(ASK)
    running = working.known(execution)
    running.open_task()
    running.complete("/do/0/ask", {"ok": True})
    running.ended()
    assert ("ask", "Completed by a person", TaskStatus.COMPLETED) in rows(read_timeline(execution))


def test_a_failed_call_tells_why(working: Engine) -> None:
    call = next(row for row in ended(working, UNANSWERED).rows if row.kind == "HTTP call")
    assert (call.name, call.status) == ("ring", TaskStatus.FAULTED)
    assert "127.0.0.1" in call.detail


def test_a_failed_execution_ends_with_its_reason(working: Engine) -> None:
    last = ended(working, REFUSE).rows[-1]
    assert (last.name, last.status) == ("Execution failed", TaskStatus.FAULTED)
    assert "Not valid" in last.detail


def test_an_event_is_told_by_its_type(working: Engine) -> None:
    execution = started(ASK)
    working.known(execution).open_task()
    working.known(execution).send(type="com.acme.told", data={})
    assert ("com.acme.told", "Event received", TaskStatus.COMPLETED) in rows(read_timeline(execution))


def test_a_child_leads_to_its_execution(working: Engine) -> None:
    child = f"child-{new_id()}"
    make_active(make_template("Child"), definition=open_workflow(child))
    timeline = ended(working, *[task for task in calling(child) if isinstance(task, dict)])
    row = next(row for row in timeline.rows if row.kind == "Child execution")
    assert row.status is TaskStatus.COMPLETED
    assert row.child_execution_id


def test_what_was_open_at_a_termination_ended_with_it(working: Engine) -> None:
    execution = started({"pause": {"wait": {"hours": 1}}})
    terminate_execution(execution, actor=AUTHOR, reason="Not needed")
    timeline = read_timeline(execution)
    assert not any(row.is_open for row in timeline.rows)
    assert timeline.rows[-1].name == "Execution terminated"
    assert "Not needed" in timeline.rows[-1].detail


def test_pages_hold_the_same_rows_as_the_whole(working: Engine) -> None:
    execution = started(PAUSE, UNANSWERED)
    working.known(execution).ended()
    whole = read_timeline(execution)
    pages = [read_timeline(execution, size=3)]
    while (older := pages[0].older) is not None:
        pages.insert(0, read_timeline(execution, older, size=3))
    assert len(pages) >= 3
    assert sum(page.events_read for page in pages) == whole.events_read
    told = [row for page in pages for row in page.rows]
    assert [replace(row, events=()) for row in told] == [replace(row, events=()) for row in whole.rows]
    assert [[event.id for event in row.events] for row in told] == [
        [event.id for event in row.events] for row in whole.rows
    ]


def test_only_what_failed_or_is_open_is_looked_for_on_older_pages(working: Engine) -> None:
    execution = started(UNCAUGHT, PAUSE, ASK)
    working.known(execution).open_task()
    found = read_timeline(execution, size=4, only_trouble=True)
    assert [(row.name, row.status) for row in found.rows] == [("ring", TaskStatus.FAULTED)]
    assert found.events_read > 4
    assert found.older is None


def test_the_events_of_a_row_are_temporals_own(working: Engine) -> None:
    execution = started(UNANSWERED)
    working.known(execution).ended()
    page = read_timeline(execution)
    call = next(row for row in page.rows if row.kind == "HTTP call")
    events = read_events(execution, call)
    assert [event["eventType"] for event in events] == [
        "EVENT_TYPE_ACTIVITY_TASK_SCHEDULED",
        "EVENT_TYPE_ACTIVITY_TASK_STARTED",
        "EVENT_TYPE_ACTIVITY_TASK_FAILED",
    ]


def test_the_export_is_the_whole_history_as_temporal_writes_it(
    working: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_history, "PAGE", 3)
    execution = started(PAUSE)
    working.known(execution).ended()
    events = json.loads("".join(export_history.export_history(execution).parts))["events"]
    assert [event["eventId"] for event in events] == [
        str(1 + number) for number in range(read_timeline(execution).events_read)
    ]
    assert len(Parse(json.dumps({"events": events}), History()).events) == len(events)


def test_local_activities_of_a_team_are_told_by_their_markers(working: Engine, team_queue: str) -> None:
    template = make_custom_template(team_queue, WORKFLOW_TYPE)
    make_active(template, definition={"steps": []})
    execution = start(template, {"plan": "finish", "deliveries": [False, True]}).execution_id or ""
    until_closed(execution)
    found = [row for row in read_timeline(execution).rows if row.kind == "Local activity"]
    assert [(row.name, row.status, row.detail) for row in found] == [
        ("deliver", TaskStatus.COMPLETED, ""),
        ("deliver", TaskStatus.FAULTED, "Nobody at home"),
    ]
    assert len(read_timeline(execution, only_trouble=True).rows) == 1


def test_an_unknown_run_is_not_found(working: Engine) -> None:
    with pytest.raises(NotFound):
        read_timeline("nobody-knows-it")
