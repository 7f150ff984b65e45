"""Prefect: flow runs, with subflows as children."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from cli.parts.ports import free_port
from tests.bench.side_by_side import shape
from tests.bench.side_by_side.places import Places, run, served_by
from tests.bench.side_by_side.screen import await_shown, open_until
from tests.bench.side_by_side.seeding import fill
from tests.bench.side_by_side.steps import Step, Steps, Walk

NAME = "Prefect"
PAGE_SIZE = 100
_RUNS = (
    """
INSERT INTO flow (id, name)
SELECT md5('flow-' || n)::uuid, 'template-' || n FROM generate_series(0, %(templates)s - 1) n""",
    """
INSERT INTO flow_run_state (id, created, type, timestamp, name, state_details, flow_run_id, message)
SELECT md5('state-' || i)::uuid, ended, CASE WHEN failed THEN 'FAILED' ELSE 'COMPLETED' END::state_type, ended,
       CASE WHEN failed THEN 'Failed' ELSE 'Completed' END, jsonb_build_object('flow_run_id', id), id,
       CASE WHEN failed THEN 'The registry did not answer' END
FROM seed ORDER BY i""",
    """
INSERT INTO task_run (id, created, name, state_type, state_name, run_count, expected_start_time, start_time, end_time,
                      total_run_time, task_key, dynamic_key, flow_run_id)
SELECT md5('task-' || i)::uuid, began, 'task-' || i, 'COMPLETED', 'Completed', 1, began, began, ended, ended - began,
       'template-' || template, i::text, md5('run-' || parent)::uuid
FROM seed WHERE parent IS NOT NULL ORDER BY i""",
    """
INSERT INTO flow_run (id, created, name, state_type, state_name, run_count, expected_start_time, start_time, end_time,
                      total_run_time, parameters, flow_id, parent_task_run_id, state_id, state_timestamp)
SELECT id, began, name, CASE WHEN failed THEN 'FAILED' ELSE 'COMPLETED' END::state_type,
       CASE WHEN failed THEN 'Failed' ELSE 'Completed' END, 1, began, began, ended, ended - began,
       jsonb_build_object('order', i), md5('flow-' || template)::uuid,
       CASE WHEN parent IS NOT NULL THEN md5('task-' || i)::uuid END, md5('state-' || i)::uuid, ended
FROM seed ORDER BY i""",
)


@contextmanager
def serving(places: Places, rows: int) -> Iterator[Steps]:
    """The API and the UI without the background services."""
    program = str(places.environment("prefect") / "prefect")
    folder, port = places.folder("prefect"), free_port()

    def fill_database(url: str) -> None:
        run([program, "server", "database", "upgrade", "-y"], env=_env(folder, url, port), log=folder / "log.txt")
        fill(url, rows, _RUNS)

    url = places.database(f"prefect_{rows}", fill_database)
    command = [program, "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-services"]
    address = f"http://127.0.0.1:{port}"
    with served_by(command, asked=f"{address}/api/health", log=folder / "server.txt", env=_env(folder, url, port)):
        yield _steps(address, rows)


def _env(folder: Path, url: str, port: int) -> dict[str, str]:
    return {
        "PREFECT_HOME": str(folder),
        "PREFECT_API_DATABASE_CONNECTION_URL": url.replace("postgresql://", "postgresql+asyncpg://"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_UI_API_URL": f"http://127.0.0.1:{port}/api",
        "DO_NOT_TRACK": "1",
    }


def _steps(address: str, rows: int) -> Steps:
    newest, by_name = shape.name_of(rows - 1), "no search by id: by name"
    parent = shape.a_parent(rows)

    def open_list(page: Page) -> None:
        open_until(page, f"{address}/runs", newest)

    def open_states(page: Page) -> None:
        open_list(page)
        page.get_by_role("button", name="All run states").press("ArrowDown")

    def search(page: Page, name: str) -> None:
        page.get_by_placeholder("Search by flow run name").locator("visible=true").fill(name)

    def find_parent(page: Page) -> None:
        open_list(page)
        search(page, shape.name_of(parent))
        await_shown(page, shape.name_of(parent))

    def open_parent(page: Page) -> None:
        page.get_by_role("link", name=shape.name_of(parent)).click()

    def open_children(page: Page) -> None:
        open_parent(page)
        page.get_by_text("Subflow Runs", exact=True).click()

    return {
        Step.COLD: Walk(lambda page: page.goto(f"{address}/runs", wait_until="commit"), newest),
        Step.FAILED: Walk(
            lambda page: page.locator(".p-select-option").get_by_text("Failed", exact=True).click(),
            shape.name_of(shape.newest_failed(rows, 5)),
            open_states,
        ),
        Step.SEARCH: Walk(
            lambda page: search(page, shape.name_of(shape.anyone(rows))),
            shape.name_of(shape.anyone(rows)),
            open_list,
            instead=by_name,
        ),
        Step.NEXT: Walk(
            lambda page: page.locator(".p-pager__buttons button").nth(2).click(),
            shape.name_of(rows - 1 - PAGE_SIZE - 2),
            open_list,
        ),
        Step.DETAIL: Walk(open_parent, "This run didn't generate logs", find_parent),
        Step.CHILDREN: Walk(open_children, shape.name_of(parent + shape.CHILDREN), find_parent),
    }
