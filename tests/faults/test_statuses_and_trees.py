"""Faults that peers shipped with statuses, trees and lists, one test each, named after the fault."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, event

from domain.executions import Observation
from domain.json_types import JsonObject
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from services._observe import apply_observation
from services.get_execution import get_execution
from services.get_tree import get_tree
from services.list_executions import ExecutionFilter, list_executions
from services.list_templates import list_templates
from services.list_versions import list_versions
from services.read_overview import read_overview
from services.report_execution import report_ended, report_started
from storage.database import transaction
from tests.factories import make_active, make_child, make_template, open_workflow, start

FAULT: JsonObject = {"title": "The bank refused", "status": 500}


@pytest.fixture
def root(database: Connection) -> str:
    """A running execution whose definition can call itself."""
    template = make_template()
    make_active(template, definition=open_workflow("self"))
    execution = start(template).execution_id or ""
    report_started(execution, f"run-{execution}", datetime.now(UTC))
    return execution


def child_of(parent: str) -> str:
    child = make_child(parent, name=f"Child of {parent}", workflow="self", version="active").execution_id
    report_started(child, f"run-{child}", datetime.now(UTC))
    return child


def end(execution: str, status: RuntimeStatus, failure: JsonObject | None = None) -> None:
    report_ended(execution, f"run-{execution}", status, datetime.now(UTC), failure)


def statuses_everywhere(execution: str) -> list[tuple[ExecutionStatus, RuntimeStatus | None]]:
    """Status and runtime status as the list, the detail and the tree tell them."""
    [listed] = [row for row in list_executions().rows if row.id == execution]
    [member] = [one for one in get_tree(execution).members if one.id == execution]
    detail = get_execution(execution)
    return [(row.status, row.runtime_status) for row in (listed, member, detail)]


def test_the_parent_was_not_shown_when_its_child_failed(root: str) -> None:
    child = child_of(root)
    end(child, RuntimeStatus.FAILED, FAULT)
    tree = get_tree(child)
    assert tree.root_id == root
    assert {member.id: member.status for member in tree.members} == {
        root: ExecutionStatus.STARTED,
        child: ExecutionStatus.FAILED,
    }


def test_the_badge_of_a_child_in_its_parent_stayed_started_for_ever(root: str) -> None:
    child = child_of(root)
    end(child, RuntimeStatus.COMPLETED)
    badges = {member.id: (member.status, member.runtime_status) for member in get_tree(root).members}
    assert badges[child] == (ExecutionStatus.COMPLETED, RuntimeStatus.COMPLETED)


def test_the_breadcrumb_broke_at_50_levels(root: str) -> None:
    chain = [root]
    for _ in range(60):
        chain.append(child_of(chain[-1]))
    tree = get_tree(chain[-1])
    parents = {member.id: member.parent_id for member in tree.members}
    climbed = [chain[-1]]
    while (above := parents[climbed[-1]]) is not None:
        climbed.append(above)
    assert (climbed, tree.total) == (chain[::-1], 61)


@pytest.mark.parametrize("status", [RuntimeStatus.COMPLETED, RuntimeStatus.FAILED, RuntimeStatus.TIMED_OUT])
def test_the_list_said_running_and_the_detail_said_completed(root: str, status: RuntimeStatus) -> None:
    end(root, status)
    listed, member, detail = statuses_everywhere(root)
    assert listed == member == detail
    assert listed[1] is status


def test_cancel_was_accepted_and_the_list_stayed_running(root: str) -> None:
    end(root, RuntimeStatus.CANCELED)
    assert set(statuses_everywhere(root)) == {(ExecutionStatus.FAILED, RuntimeStatus.CANCELED)}
    assert list_executions(ExecutionFilter(statuses=(ExecutionStatus.STARTED,))).rows == ()


def test_the_reconciler_overwrote_a_terminal_state_with_a_stale_reading(root: str) -> None:
    read_before_the_end = Observation(RuntimeStatus.RUNNING, datetime.now(UTC), run_id=f"run-{root}")
    end(root, RuntimeStatus.COMPLETED)
    with transaction() as session:
        assert not apply_observation(session, root, read_before_the_end)
    assert set(statuses_everywhere(root)) == {(ExecutionStatus.COMPLETED, RuntimeStatus.COMPLETED)}


def test_the_reconciler_overwrote_a_terminal_state_when_clocks_differ(root: str) -> None:
    end(root, RuntimeStatus.COMPLETED)
    ahead = Observation(RuntimeStatus.RUNNING, datetime.now(UTC) + timedelta(minutes=5), run_id=f"run-{root}")
    with transaction() as session:
        assert not apply_observation(session, root, ahead)
    assert set(statuses_everywhere(root)) == {(ExecutionStatus.COMPLETED, RuntimeStatus.COMPLETED)}


@pytest.fixture
def statements(database: Connection) -> Iterator[list[str]]:
    """The SQL that reaches PostgreSQL."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def test_a_list_loaded_whole_definition_bodies_and_hung(root: str, statements: list[str]) -> None:
    statements.clear()
    list_executions(ExecutionFilter(text="incorporation"))
    list_templates()
    for row in list_templates():
        list_versions(row.id)
    read_overview()
    get_tree(root)
    bodies = ("definition", ".context", ".input", "payload")
    assert [statement for statement in statements if any(body in statement for body in bodies)] == []
    assert len(statements) >= 6
