"""Dagster: runs of jobs, with re-executions as children."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from playwright.sync_api import Page

from cli.parts.ports import free_port
from tests.bench.side_by_side import shape
from tests.bench.side_by_side.places import Places, run, served_by
from tests.bench.side_by_side.screen import open_until
from tests.bench.side_by_side.seeding import fill
from tests.bench.side_by_side.steps import Step, Steps, Walk

NAME = "Dagster"
PAGE_SIZE = 30
JOBS = f"""
from dagster import Definitions, job, op

@op
def greet():
    return 1

def made(number):
    @job(name=f"template_{{number}}")
    def template():
        greet()
    return template

defs = Definitions(jobs=[made(number) for number in range({shape.TEMPLATES})])
"""
# One run was really executed and is the oldest; the runs of one family are re-executions of it.
_RUNS = (
    """
CREATE TEMPORARY TABLE re AS
SELECT seed.*, id::text AS run_id, CASE WHEN parent = %(rows)s / 2 / %(family)s * %(family)s + %(parent)s
       THEN (SELECT min(run_id) FROM runs)
       ELSE md5('run-' || parent)::uuid::text END AS above
FROM seed""",
    """
INSERT INTO runs (run_id, snapshot_id, pipeline_name, status, run_body, create_timestamp, update_timestamp, start_time,
                  end_time)
SELECT re.run_id, snapshot_id, 'template_' || template, CASE WHEN failed THEN 'FAILURE' ELSE 'SUCCESS' END,
       (run_body::jsonb || jsonb_build_object(
            'run_id', re.run_id, 'pipeline_name', 'template_' || template, 'parent_run_id', above, 'root_run_id', above,
            'status', jsonb_build_object('__enum__', CASE WHEN failed THEN 'PipelineRunStatus.FAILURE'
                                                          ELSE 'PipelineRunStatus.SUCCESS' END),
            'tags', CASE WHEN above IS NULL THEN '{}'::jsonb
                    ELSE jsonb_build_object('dagster/parent_run_id', above, 'dagster/root_run_id', above) END))::text,
       began AT TIME ZONE 'UTC', ended AT TIME ZONE 'UTC', extract(epoch FROM began), extract(epoch FROM ended)
FROM re, (SELECT snapshot_id, run_body FROM runs) executed ORDER BY i""",
    """
INSERT INTO run_tags (run_id, key, value)
SELECT run_id, key, above FROM re, (VALUES ('dagster/parent_run_id'), ('dagster/root_run_id')) keys (key)
WHERE above IS NOT NULL ORDER BY i""",
)


@contextmanager
def serving(places: Places, rows: int) -> Iterator[Steps]:
    """The webserver alone, without the daemon."""
    programs, folder, port = places.environment("dagster"), places.folder(f"dagster_{rows}"), free_port()
    jobs, env, log = folder / "jobs.py", {"DAGSTER_HOME": str(folder)}, folder / "log.txt"
    jobs.write_text(JOBS)

    def configure(url: str) -> None:
        address = url.replace("postgresql:", "postgresql+psycopg2:")
        storage = f"storage:\n  postgres:\n    postgres_url: {address}\n"
        settings = f"{storage}telemetry:\n  enabled: false\nnux:\n  enabled: false\n"
        (folder / "dagster.yaml").write_text(settings)

    def fill_database(url: str) -> None:
        configure(url)
        execute = ["job", "execute", "-f", str(jobs), "-j", "template_0"]
        run([str(programs / "dagster"), *execute], env=env, log=log)
        fill(url, rows, _RUNS)

    url = places.database(f"dagster_{rows}", fill_database)
    configure(url)
    command = [str(programs / "dagster-webserver"), "-h", "127.0.0.1", "-p", str(port), "-f", str(jobs)]
    address = f"http://127.0.0.1:{port}"
    with served_by(command, asked=f"{address}/server_info", log=folder / "server.txt", env=env):
        yield _steps(address, rows, _oldest(url))


def _oldest(url: str) -> str:
    with psycopg.connect(url) as connection:
        return str(connection.execute("SELECT run_id FROM runs ORDER BY id LIMIT 1").fetchall()[0][0])


def _steps(address: str, rows: int, executed: str) -> Steps:
    newest = _told(rows - 1)

    def open_list(page: Page) -> None:
        open_until(page, f"{address}/runs", newest)

    def type_id(page: Page) -> None:
        open_list(page)
        page.get_by_role("button", name="Filter").first.click()
        page.get_by_text("Run ID").first.click()
        page.get_by_label("Search filters").fill(shape.uuid_of(shape.anyone(rows)))

    def find_executed(page: Page) -> None:
        open_until(page, f"{address}/runs?q[]=id:{executed}", "template_0")

    def open_executed(page: Page) -> None:
        page.locator(f'a[href="/runs/{executed}"]').first.click()

    return {
        Step.COLD: Walk(lambda page: page.goto(f"{address}/runs", wait_until="commit"), newest),
        Step.FAILED: Walk(
            lambda page: page.locator("a", has_text="Failed").click(), _told(shape.newest_failed(rows, 5)), open_list
        ),
        Step.SEARCH: Walk(
            lambda page: page.keyboard.press("Enter"), _told(shape.anyone(rows)), type_id, inside='a[href^="/runs/"]'
        ),
        Step.NEXT: Walk(
            lambda page: page.get_by_role("button", name="Older").click(), _told(rows - 1 - PAGE_SIZE - 2), open_list
        ),
        Step.DETAIL: Walk(open_executed, "RUN_SUCCESS", find_executed),
        Step.CHILDREN: Walk(open_executed, _told(shape.a_parent(rows) + shape.CHILDREN // 2), find_executed),
    }


def _told(number: int) -> str:
    return shape.uuid_of(number)[:8]
