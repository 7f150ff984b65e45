"""The children of an execution in short, however many there are."""

import pytest
from sqlalchemy import Connection, text

from domain.vocabulary import ExecutionStatus
from services.read_children import MOST, read_children
from tests.factories import make_active, make_template

INSERT = text("""
INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId", "parentWorkflowExecutionId",
                                 "rootWorkflowExecutionId", status, "createdAt")
SELECT CAST(:status AS text) || n, 'Name of ' || n, :version, CAST(:parent AS text), CAST(:parent AS text),
       CAST(:status AS "WorkflowExecutionStatus"), timestamp '2026-01-01' + n * interval '1 s'
FROM generate_series(CAST(:first AS int), :first + :count - 1) n""")
STARTED, COMPLETED, FAILED = ExecutionStatus.STARTED, ExecutionStatus.COMPLETED, ExecutionStatus.FAILED


@pytest.fixture
def version(database: Connection) -> str:
    """A version of which ``STARTED0`` is a running execution without children."""
    found = make_active(make_template())
    insert(database, found, STARTED, first=0, parent=None)
    return found


def insert(
    database: Connection, version: str, status: str, *, first: int, count: int = 1, parent: str | None = "STARTED0"
) -> None:
    values = {"version": version, "status": status, "first": first, "count": count, "parent": parent}
    database.execute(INSERT, values)


def test_they_are_counted_by_status_and_the_worst_are_named_then_the_oldest(database: Connection, version: str) -> None:
    insert(database, version, COMPLETED, first=1, count=7)
    insert(database, version, FAILED, first=20, count=2)
    insert(database, version, STARTED, first=10)
    found = read_children("STARTED0")
    assert [*found.statuses.items()] == [(FAILED, 2), (STARTED, 1), (COMPLETED, 7)]
    assert [child.id for child in found.named] == ["FAILED20", "FAILED21", "STARTED10", "COMPLETED1", "COMPLETED2"]
    assert (found.named[0].name, found.named[0].status) == ("Name of 20", FAILED)
    assert (found.total, found.is_cut) == (10, False)


def test_only_its_own_children_are_told_of(database: Connection, version: str) -> None:
    insert(database, version, COMPLETED, first=1)
    insert(database, version, FAILED, first=2, count=3, parent="COMPLETED1")
    assert dict(read_children("STARTED0").statuses) == {COMPLETED: 1}
    assert dict(read_children("COMPLETED1").statuses) == {FAILED: 3}


def test_of_a_thousand_and_more_the_oldest_thousand_are_told_of(database: Connection, version: str) -> None:
    insert(database, version, COMPLETED, first=1, count=MOST - 1)
    assert not read_children("STARTED0").is_cut
    insert(database, version, FAILED, first=MOST, count=2)
    found = read_children("STARTED0")
    assert (found.total, found.is_cut) == (MOST, True)
    assert [*found.statuses.items()] == [(FAILED, 1), (COMPLETED, MOST - 1)]


def test_where_there_are_none_nothing_is_told(version: str) -> None:
    found = read_children("STARTED0")
    assert (dict(found.statuses), found.named, found.total) == ({}, (), 0)
    assert read_children("nobody").total == 0
