"""Airflow: DAG runs of all DAGs, with task instances in the place of children, which DAG runs have not."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from cli.parts.ports import free_port
from tests.bench.side_by_side import shape
from tests.bench.side_by_side.places import Places, run, served_by
from tests.bench.side_by_side.screen import open_until
from tests.bench.side_by_side.seeding import fill
from tests.bench.side_by_side.steps import Step, Steps, Walk

NAME = "Airflow"
PAGE_SIZE = 50
DAGS = f"""
from airflow.sdk import DAG
from airflow.providers.standard.operators.empty import EmptyOperator

for number in range({shape.TEMPLATES}):
    with DAG(f"template-{{number}}", schedule=None):
        for child in range({shape.CHILDREN}):
            EmptyOperator(task_id=f"child{{child}}")
"""
_RUNS = (
    """
INSERT INTO dag_run (dag_id, queued_at, logical_date, start_date, end_date, state, run_id, run_type, triggered_by,
                     data_interval_start, data_interval_end, run_after, created_at, updated_at, clear_number,
                     span_status, created_dag_version_id, conf, log_template_id)
SELECT 'template-' || template, began, began, began, ended, CASE WHEN failed THEN 'failed' ELSE 'success' END, name,
       'manual', 'REST_API', began, began, began, began, ended, 0, 'not_started', v.id, '{}',
       (SELECT max(id) FROM log_template)
FROM seed JOIN dag_version v ON v.dag_id = 'template-' || template ORDER BY i""",
    """
INSERT INTO task_instance (id, task_id, dag_id, run_id, map_index, start_date, end_date, duration, state, try_number,
                           max_tries, hostname, unixname, pool, pool_slots, queue, priority_weight, operator,
                           queued_dttm, scheduled_dttm, updated_at, span_status, dag_version_id, task_display_name,
                           executor_config)
SELECT md5('task-' || child.i)::uuid, 'child' || child.i - above.i - 1, 'template-' || above.template, above.name, -1,
       above.began, above.ended, 20, 'success', 1, 0, 'worker', 'airflow', 'default_pool', 1, 'default', 1,
       'EmptyOperator', above.began, above.began, above.ended, 'not_started', v.id, 'child' || child.i - above.i - 1,
       '\\x80047d942e'
FROM seed child JOIN seed above ON above.i = child.parent
JOIN dag_version v ON v.dag_id = 'template-' || above.template ORDER BY child.i""",
)


@contextmanager
def serving(places: Places, rows: int) -> Iterator[Steps]:
    """The API server alone, without scheduler and DAG processor; everybody is an administrator."""
    program, folder, port = str(places.environment("airflow") / "airflow"), places.folder("airflow"), free_port()
    log = folder / "log.txt"
    places.folder("airflow/dags").joinpath("templates.py").write_text(DAGS)

    def env(url: str) -> dict[str, str]:
        return {
            "AIRFLOW_HOME": str(folder),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": url.replace("postgresql:", "postgresql+psycopg2:"),
            "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{port}",
        }

    def fill_database(url: str) -> None:
        run([program, "db", "migrate"], env=env(url), log=log)
        run([program, "dags", "reserialize"], env=env(url), log=log)
        fill(url, rows, _RUNS)

    url = places.database(f"airflow_{rows}", fill_database)
    command = [program, "api-server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    address = f"http://127.0.0.1:{port}"
    asked = f"{address}/api/v2/version"
    with served_by(command, asked=asked, log=folder / "server.txt", env=env(url)):
        yield _steps(address, rows)


def _steps(address: str, rows: int) -> Steps:
    runs, newest, parent = f"{address}/dag_runs", shape.name_of(rows - 1), shape.name_of(shape.a_parent(rows))

    def open_filter(page: Page, name: str) -> None:
        open_until(page, runs, newest)
        page.get_by_test_id("add-filter-button").click()
        page.get_by_role("menuitem", name=name, exact=True).click()

    def open_states(page: Page) -> None:
        open_filter(page, "State")
        page.locator('[data-scope="select"][data-part="trigger"]').first.click()

    def type_id(page: Page) -> None:
        open_filter(page, "Run ID")
        page.keyboard.type(shape.name_of(shape.anyone(rows))[:-1])

    def find_parent(page: Page) -> None:
        open_until(page, f"{runs}?run_id_pattern={parent}", "template-")

    def open_parent(page: Page) -> None:
        page.get_by_role("link", name=parent).first.click()

    return {
        Step.COLD: Walk(lambda page: page.goto(runs, wait_until="commit"), newest),
        Step.FAILED: Walk(
            lambda page: page.get_by_role("option", name="Failed", exact=True).click(),
            shape.name_of(shape.newest_failed(rows, 5)),
            open_states,
        ),
        Step.SEARCH: Walk(
            lambda page: page.keyboard.type(shape.name_of(shape.anyone(rows))[-1]),
            shape.name_of(shape.anyone(rows)),
            type_id,
            inside="table",
        ),
        Step.NEXT: Walk(
            lambda page: page.get_by_test_id("next").click(),
            shape.name_of(rows - 1 - PAGE_SIZE - 2),
            lambda page: open_until(page, runs, newest),
        ),
        Step.DETAIL: Walk(open_parent, "EmptyOperator", find_parent),
        Step.CHILDREN: Walk(
            open_parent, f"child{shape.CHILDREN - 1}", find_parent, inside="table", instead="task instances"
        ),
    }
