"""A page as trees: matches stand under their ancestors, roots tell of their whole family."""

import pytest
from sqlalchemy import Connection, text

from domain.vocabulary import ExecutionStatus
from services.list_executions import ExecutionFilter, list_executions
from services.list_trees import TreeRow, list_trees
from tests.factories import make_active, make_template

INSERT = text("""
INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId", "parentWorkflowExecutionId",
                                 "rootWorkflowExecutionId", status, "createdAt")
VALUES (:id, :id, :version, :parent, :root, CAST(:status AS "WorkflowExecutionStatus"), now() + :n * interval '1 s')""")
FAMILY = (
    ("root", None, "COMPLETED"),
    ("one", "root", "COMPLETED"),
    ("two", "root", "FAILED"),
    ("three", "one", "FAILED"),
    ("four", "one", "COMPLETED"),
    ("alone", None, "STARTED"),
)


@pytest.fixture(autouse=True)
def family(database: Connection) -> None:
    version = make_active(make_template())
    for number, (name, parent, status) in enumerate(FAMILY):
        root = "root" if parent else None
        values = {"id": name, "version": version, "parent": parent, "root": root, "status": status, "n": number}
        database.execute(INSERT, values)


def trees(where: ExecutionFilter, *opened: str) -> list[TreeRow]:
    return list(list_trees(list_executions(where).rows, opened))


def told(rows: list[TreeRow]) -> list[tuple[str, int, bool]]:
    return [(row.execution.id, row.depth, row.is_found) for row in rows]


def test_a_match_stands_under_its_ancestors() -> None:
    rows = trees(ExecutionFilter(text="three"))
    assert told(rows) == [("root", 0, False), ("one", 1, False), ("three", 2, True)]


def test_roots_alone_are_one_line_each_in_the_order_of_the_page() -> None:
    assert told(trees(ExecutionFilter(roots_only=True))) == [("alone", 0, True), ("root", 0, True)]


def test_an_opened_execution_shows_its_children_in_place() -> None:
    rows = trees(ExecutionFilter(roots_only=True), "root")
    assert told(rows) == [("alone", 0, True), ("root", 0, True), ("one", 1, False), ("two", 1, False)]


def test_a_root_tells_of_all_below_it_and_others_of_their_children() -> None:
    below = {row.execution.id: row.below for row in trees(ExecutionFilter(roots_only=True), "root")}
    assert below["alone"] is None
    assert below["two"] is None
    root, one = below["root"], below["one"]
    assert root is not None
    assert one is not None
    assert (root.failed, root.total, root.worst) == (2, 4, ExecutionStatus.FAILED)
    assert (one.failed, one.total) == (1, 2)


def test_no_rows_are_no_trees() -> None:
    assert list_trees(()) == ()
