"""Temporal's own UI, on the development server and its SQLite file."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Page
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from cli.parts.ports import free_port
from cli.parts.temporal import start_temporal
from tests.bench.side_by_side import shape
from tests.bench.side_by_side.family import FAMILY, Child, Parent
from tests.bench.side_by_side.places import Places
from tests.bench.side_by_side.screen import open_until
from tests.bench.side_by_side.steps import Step, Steps, Walk

NAME = "Temporal UI"
QUEUE = "families"
PAGE_SIZE = 100
COMPLETED, FAILED = 2, 3

_NAMESPACE = "SELECT id FROM namespaces WHERE name = 'default'"
_RUN = """
INSERT INTO executions_visibility (namespace_id, run_id, start_time, execution_time, workflow_id, workflow_type_name,
    status, close_time, history_length, history_size_bytes, execution_duration, state_transition_count, memo, encoding,
    task_queue, parent_workflow_id, parent_run_id, root_workflow_id, root_run_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 23, 4000, 20000000000, 12, x'', 'Proto3', 'team', ?, ?, ?, ?)"""
# Sixty indexes a run would take ten gigabytes for a million; these are of search attributes that no run has.
_OF_NOBODY = re.compile(r"by_(temporal_)?(bool|datetime|double|int|keyword|low_cardinality_keyword)_\d+")


@contextmanager
def serving(places: Places, rows: int) -> Iterator[Steps]:
    """The development server on a file with so many executions, and one family more, that has a history."""
    journal, log = places.folder("temporal") / f"{rows}.db", places.folder("temporal") / "log.txt"
    if not journal.exists():
        _fill(journal, log, rows)
    server = start_temporal(free_port(), log=log, journal=journal, ui_port=free_port())
    try:
        with start_blocking_portal() as portal:
            portal.call(_ensure_family, server.address)
        yield _steps(f"{server.ui_url}/namespaces/default/workflows", rows)
    finally:
        server.child.stop(seconds=20)


def _fill(journal: Path, log: Path, rows: int) -> None:
    """The server makes its schema; the runs come into the table that lists are read from, before its indexes."""
    unfinished = journal.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    start_temporal(free_port(), log=log, journal=unfinished).child.stop(seconds=20)
    with sqlite3.connect(unfinished) as connection:
        made = connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'executions_visibility' "
            "AND type IN ('index', 'trigger') AND sql IS NOT NULL"
        ).fetchall()
        for kind, name, _ in made:
            connection.execute(f"DROP {kind} {name}")
        namespace = UUID(bytes=connection.execute(_NAMESPACE).fetchone()[0])
        connection.executemany(_RUN, _runs(str(namespace), rows))
        for _, name, sql in made:
            if not _OF_NOBODY.fullmatch(name):
                connection.execute(sql)
        connection.execute("ANALYZE")
    connection.close()
    unfinished.rename(journal)


def _runs(namespace: str, rows: int) -> Iterator[tuple[object, ...]]:
    begin, step = shape.begin_and_step(rows)
    for number in range(rows):
        at, parent = begin + number * step, shape.parent_of(number)
        above = (None, None) if parent is None else (shape.name_of(parent), shape.uuid_of(parent))
        top = number if parent is None else parent
        yield (
            *(namespace, shape.uuid_of(number), _stamp(at), _stamp(at), shape.name_of(number)),
            f"template-{shape.template_of(number)}",
            FAILED if shape.has_failed(number) else COMPLETED,
            *(_stamp(at + shape.TOOK), *above, shape.name_of(top), shape.uuid_of(top)),
        )


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f+00:00")


async def _ensure_family(address: str) -> None:
    client = await Client.connect(address)
    try:
        await client.get_workflow_handle(FAMILY).describe()
    except RPCError:
        runner = UnsandboxedWorkflowRunner()
        async with Worker(client, task_queue=QUEUE, workflows=[Parent, Child], workflow_runner=runner):
            await client.execute_workflow(Parent.run, id=FAMILY, task_queue=QUEUE)


def _steps(address: str, rows: int) -> Steps:
    newest = shape.name_of(rows - 1)

    def open_list(page: Page) -> None:
        open_until(page, address, newest)

    def type_id(page: Page) -> None:
        open_list(page)
        page.get_by_test_id("add-filter-button").click()
        page.get_by_role("menuitem", name="WorkflowId Keyword", exact=True).click()
        page.get_by_placeholder("Enter value").last.fill(shape.name_of(shape.anyone(rows)))

    def find_family(page: Page) -> None:
        open_until(page, f"{address}?query=WorkflowId%3D%22{FAMILY}%22", "parent")

    def open_children(page: Page) -> None:
        _open_first(page)
        page.get_by_role("tab", name="Relationships").click()

    return {
        Step.COLD: Walk(lambda page: page.goto(address, wait_until="commit"), newest),
        Step.FAILED: Walk(
            lambda page: page.get_by_test_id("workflow-status-Failed").click(),
            shape.name_of(shape.newest_failed(rows, 5)),
            open_list,
        ),
        Step.SEARCH: Walk(
            lambda page: page.get_by_role("button", name="Apply").click(), shape.uuid_of(shape.anyone(rows)), type_id
        ),
        Step.NEXT: Walk(
            lambda page: page.get_by_role("button", name="Next").click(),
            shape.name_of(rows - 1 - PAGE_SIZE - 2),
            open_list,
        ),
        Step.DETAIL: Walk(_open_first, "child", find_family),
        Step.CHILDREN: Walk(open_children, f"{FAMILY}-child-9", find_family),
    }


def _open_first(page: Page) -> None:
    page.locator("table a").first.click()
