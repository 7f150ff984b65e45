"""Pointsman itself, served and worked for as in production, with its own Temporal."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import psycopg
import pytest
from playwright.sync_api import Page

from domain.ids import new_id
from domain.looks import look
from domain.vocabulary import ExecutionStatus
from migrations.run import migrate
from services.get_execution import get_execution
from tests.bench.side_by_side import shape
from tests.bench.side_by_side.places import Places
from tests.bench.side_by_side.screen import open_until
from tests.bench.side_by_side.seeding import fill
from tests.bench.side_by_side.steps import Step, Steps, Walk
from tests.factories import start
from tests.faults.killing.facts import eventually
from tests.journeys.conftest import arranged
from tests.journeys.definitions import Json, published, run
from tests.journeys.product import Product, running_product
from tests.servers import running_temporal
from ui.table import HEAD_PIXELS, ROW_PIXELS

NAME = "Pointsman"
BEFORE_LISTS = "0007"
PAGE_SIZE = 50
PATIENCE_SECONDS = 60

_RUNS = (
    """
INSERT INTO "WorkflowTemplate" (id, name, "activeVersionId", "updatedAt")
SELECT 'template' || n, 'Template ' || n, 'version' || n, now() FROM generate_series(0, %(templates)s - 1) n""",
    """
INSERT INTO "WorkflowTemplateVersion" (id, "workflowTemplateId", version, definition, status, "updatedAt")
SELECT 'version' || n, 'template' || n, '1.0.0', '{}', 'PUBLISHED', now()
FROM generate_series(0, %(templates)s - 1) n""",
    """
INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId", "createdAt", "parentWorkflowExecutionId",
                                 "rootWorkflowExecutionId", context, status)
SELECT 'execution' || lpad(i::text, 16, '0'), name, 'version' || template, began AT TIME ZONE 'UTC',
       'execution' || lpad(parent::text, 16, '0'), 'execution' || lpad(parent::text, 16, '0'),
       jsonb_build_object('customerId', 'cus_' || i / 20),
       (CASE WHEN failed THEN 'FAILED' ELSE 'COMPLETED' END)::"WorkflowExecutionStatus"
FROM seed ORDER BY i""",
    """
INSERT INTO pointsman.execution_run (execution_id, kind, origin, started_by, input, runtime_status, started_at,
                                     closed_at, observed_at, failure)
SELECT 'execution' || lpad(i::text, 16, '0'), 'NORMAL', CASE WHEN parent IS NULL THEN 'API' ELSE 'CHILD' END,
       'billing', jsonb_build_object('order', i, 'customer', 'cus_' || i / 20),
       CASE WHEN failed THEN 'FAILED' ELSE 'COMPLETED' END, began, ended, ended,
       CASE WHEN failed THEN '{"type": "timeout", "title": "The registry did not answer"}'::jsonb END
FROM seed ORDER BY i""",
)
_TO_THE_MIDDLE = """
UPDATE "WorkflowExecution" SET "createdAt" = (SELECT "createdAt" FROM "WorkflowExecution" WHERE id = %(middle)s)
WHERE "createdAt" > (SELECT "createdAt" FROM "WorkflowExecution" WHERE id = %(newest)s)"""


@contextmanager
def serving(places: Places, rows: int) -> Iterator[Steps]:
    """The product on a database with so many executions, and one family more, whose runs are on Temporal."""
    url = places.database(f"pointsman_{rows}", lambda url: _fill(url, rows))
    migrate(url)
    folder = places.folder("pointsman")
    with (
        running_temporal(folder) as temporal,
        running_product(url, temporal.address, folder) as product,
        pytest.MonkeyPatch.context() as patch,
        arranged(product, patch),
    ):
        parent = _run_family()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(_TO_THE_MIDDLE, {"middle": _id_of(rows // 2), "newest": _id_of(rows - 1)})
        yield _steps(product, rows, parent)


def _fill(url: str, rows: int) -> None:
    """The runs are there before the list is, which is then filled at once and not run by run."""
    migrate(url, BEFORE_LISTS)
    fill(url, rows, _RUNS)
    migrate(url)


def _run_family() -> str:
    """Id of a parent that has run, with ten children, each named after the task that ran it."""
    child, parent = f"child-{new_id()[-8:]}", f"parent-{new_id()[-8:]}"
    published(child, {"greet": {"set": {"hello": "world"}}})
    tasks: list[Json] = [{f"child{number}": run(child)} for number in range(shape.CHILDREN)]
    execution_id = str(start(published(parent, *tasks)).execution_id)
    has_run = partial(_has_run, execution_id)
    eventually(has_run, PATIENCE_SECONDS, "the family whose page is opened has run")
    return execution_id


def _has_run(execution_id: str) -> bool:
    return get_execution(execution_id).status is ExecutionStatus.COMPLETED


def _id_of(number: int) -> str:
    return f"execution{number:016}"


def _steps(product: Product, rows: int, parent: str) -> Steps:
    address = f"{product.url}/executions"

    def open_list(page: Page) -> None:
        open_until(page, address, shape.name_of(rows - 1))

    def open_statuses(page: Page) -> None:
        open_list(page)
        page.get_by_role("combobox", name="Status", exact=True).click()

    def type_id(page: Page) -> None:
        open_list(page)
        page.get_by_role("searchbox", name="Search").fill(_id_of(shape.anyone(rows)))

    def find_parent(page: Page) -> None:
        open_until(page, f"{address}?text={parent}", "parent-")

    return {
        Step.COLD: Walk(lambda page: page.goto(address, wait_until="commit"), shape.name_of(rows - 1)),
        Step.FAILED: Walk(
            lambda page: page.get_by_role("option", name=look(ExecutionStatus.FAILED).text, exact=True).click(),
            shape.name_of(shape.newest_failed(rows, 5)),
            open_statuses,
        ),
        Step.SEARCH: Walk(lambda page: page.keyboard.press("Enter"), shape.name_of(shape.anyone(rows)), type_id),
        Step.NEXT: Walk(
            lambda page: page.get_by_role("button", name="Older", exact=True).click(),
            shape.name_of(rows - 1 - PAGE_SIZE - 2),
            open_list,
        ),
        Step.DETAIL: Walk(_open_first, f"child{shape.CHILDREN - 1}", find_parent),
        Step.CHILDREN: Walk(_open_first, "child0", find_parent, inside=".st-key-sub_workflows"),
    }


def _open_first(page: Page) -> None:
    page.get_by_test_id("stDataFrame").first.click(position={"x": 20, "y": HEAD_PIXELS + ROW_PIXELS / 2})
