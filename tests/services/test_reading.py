"""Readings: unknown ids are sentences, trees come from any member, the overview counts by day and status."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from domain.errors import InvalidInput, NotFound
from domain.vocabulary import ExecutionStatus
from services.activate_version import activate_version
from services.cancel_execution import cancel_execution
from services.delete_draft import delete_draft
from services.get_execution import get_execution
from services.get_tree import get_tree
from services.get_version import get_version
from services.list_deliveries import get_delivery
from services.list_versions import list_versions
from services.read_ledger import read_ledger
from services.read_overview import first_day, read_days, read_overview
from services.retry_start import retry_start
from tests.factories import AUTHOR, make_active, make_template
from tests.services.listed import ROWS, insert_history
from tests.storage.rows import insert_execution, run

UNKNOWN = [
    "",
    "gone",
    "c" * 5000,
    "'; DROP TABLE x; --",
    "a\0b",
    "half \ud83d",
    "../../etc/passwd",
    "👩‍👩‍👧",
    "%",
    "None",
]
BY_ID: dict[str, Callable[[str], object]] = {
    "get_execution": get_execution,
    "get_tree": get_tree,
    "get_version": get_version,
    "get_delivery": get_delivery,
    "activate_version": lambda key: activate_version(key, reason="Go", seen_active_id=None, actor=AUTHOR),
    "delete_draft": lambda key: delete_draft(key, actor=AUTHOR),
    "cancel_execution": lambda key: cancel_execution(key, actor=AUTHOR, reason="Stop"),
    "retry_start": lambda key: retry_start(key, actor=AUTHOR, reason="Again"),
}


@pytest.mark.parametrize("verb", BY_ID)
@pytest.mark.parametrize("unknown", UNKNOWN)
@pytest.mark.usefixtures("database")
def test_an_unknown_id_is_a_short_sentence(verb: str, unknown: str) -> None:
    with pytest.raises((NotFound, InvalidInput)) as told:
        BY_ID[verb](unknown)
    assert len(str(told.value)) < 300


@pytest.mark.usefixtures("database")
def test_what_an_unknown_template_holds_is_nothing() -> None:
    assert list_versions("gone") == []
    assert read_ledger(template_id="gone") == []


def test_a_tree_is_the_same_from_any_member(database: Connection) -> None:
    version = make_active(make_template())
    for number in range(4):
        insert_execution(database, f"e{number}", version)
    link = """UPDATE "WorkflowExecution" SET "parentWorkflowExecutionId" = :parent, "rootWorkflowExecutionId" = 'e0'
              WHERE id = :id"""
    for child, parent in (("e1", "e0"), ("e2", "e0"), ("e3", "e2")):
        run(database, link, id=child, parent=parent)
    trees = [get_tree(f"e{number}") for number in range(4)]
    assert {tree.root_id for tree in trees} == {"e0"}
    assert all(tree == trees[0] for tree in trees)
    assert trees[0].total == 4


def test_the_overview_counts_by_status_and_day(database: Connection) -> None:
    insert_history(database)
    run(database, """UPDATE "WorkflowExecution" SET "createdAt" = now() AT TIME ZONE 'UTC' - interval '1 day'""")
    overview, days = read_overview(days=3), read_days(first_day(3))
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    assert sum(overview.counts.values()) == ROWS
    assert {count.day for count in days} == {yesterday}
    assert {count.status: count.count for count in days if count.count} == {
        status: count for status, count in overview.counts.items() if count
    }


def test_the_overview_leaves_out_what_is_older(database: Connection) -> None:
    insert_history(database)
    assert sum(read_overview(days=1).counts.values()) == 0


def test_the_overview_names_the_newest_running_roots_and_the_newest_failures(database: Connection) -> None:
    insert_history(database)
    overview = read_overview(rows=5)
    assert {row.status for row in overview.running} == {ExecutionStatus.STARTED}
    assert {row.parent_id for row in overview.running} == {None}
    assert {row.status for row in overview.failed} == {ExecutionStatus.FAILED, ExecutionStatus.FAILED_TO_START}
    assert (len(overview.running), len(overview.failed)) == (5, 5)
