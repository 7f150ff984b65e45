"""Every filter of the list of executions, and every pair of them, on bulk history: the first page in bounded time.

POINTSMAN_BENCH_ROWS sets how many executions there are (1,000,000; above that, whole millions),
POINTSMAN_BENCH_DATABASE names a database that an earlier run filled. The terms are in docs/benchmarks.md.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from statistics import median

import psycopg
import pytest
from sqlalchemy import Connection, event

from cli.parts.ports import free_port
from cli.parts.postgres import ensure_database, start_postgres
from domain.settings import forget_settings
from domain.vocabulary import EntityType, ExecutionKind, ExecutionStatus, Origin, RuntimeStatus
from migrations.run import migrate
from services.list_executions import ExecutionFilter, list_executions
from storage.database import close_pools, engine
from tests.bench.growth import multiply_history
from tests.bench.history import SPAN, make_history, make_waits
from tests.servers import FAST_AND_FORGETFUL

ROWS = int(os.environ.get("POINTSMAN_BENCH_ROWS", "1_000_000"))
FILLED = os.environ.get("POINTSMAN_BENCH_DATABASE")
MILLISECONDS = 15.0 if ROWS <= 1_000_000 else 30.0
MADE = 1_000_000
"""Of more executions than these, the others are copies."""
TIMES = 5
BIG = ("listed_execution", "WorkflowExecution", "execution_run", "delivery")
ROOMY = ("shared_buffers=2GB", "maintenance_work_mem=512MB", "max_wal_size=8GB", "max_connections=200")
Named = dict[str, ExecutionFilter]


@pytest.fixture(scope="module")
def history_url(scratch: Path) -> Iterator[str]:
    """Bulk history that was there before the list, and then brought to the newest schema."""
    if FILLED:
        yield FILLED
        return
    options = (*FAST_AND_FORGETFUL[:3], *ROOMY)
    server = start_postgres(scratch / "lists", free_port(), log=scratch / "lists.log", options=options)
    try:
        url = ensure_database(server.url, "lists")
        migrate(url, "0007")
        made = min(ROWS, MADE)
        make_history(url, made)
        began = time.perf_counter()
        migrate(url)
        make_waits(url)
        print(f"{made:,} executions listed and indexed in {time.perf_counter() - began:.0f} s")
        if made < ROWS:
            multiply_history(url, ROWS // made, span=SPAN, total=made)
        yield url
    finally:
        server.child.stop(seconds=10)


@pytest.fixture
def history(history_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("POINTSMAN_DATABASE_URL", history_url)
    forget_settings()
    yield history_url
    close_pools()


@pytest.mark.timeout(3600)
def test_every_filter_and_every_pair_has_its_first_page_in_time(history: str) -> None:
    singles = _singles(history)
    asked = singles | _pairs(singles)
    list_executions()
    seconds = {name: _median(where) for name, where in asked.items()}
    worst = sorted(seconds, key=lambda name: seconds[name], reverse=True)
    print(f"{len(singles)} filters, {len(asked)} with their pairs; median of all {median(seconds.values()):.1f} ms")
    for name in worst[:25]:
        print(f"  {seconds[name]:6.1f} ms  {name}")
    late = [name for name in worst if seconds[name] >= MILLISECONDS]
    for name in late[:5]:
        print(f"\n{name}\n" + "\n".join(plan for plan in _plans(history, asked[name])))
    assert late == []


@pytest.mark.timeout(3600)
def test_no_plan_reads_a_whole_table(history: str) -> None:
    singles = _singles(history)
    scanning = {
        name: plan
        for name, where in (singles | _pairs(singles)).items()
        for plan in _plans(history, where)
        if any(f"Seq Scan on {quoted}" in plan for table in BIG for quoted in (table, f'"{table}"'))
    }
    for name, plan in list(scanning.items())[:3]:
        print(f"{name}\n{plan}")
    assert list(scanning) == []


def _median(where: ExecutionFilter) -> float:
    """Milliseconds of processor time that PostgreSQL takes for the statements of a page."""
    times = []
    for _ in range(TIMES):
        with _timed() as statements:
            list_executions(where)
        times.append(sum(statements) * 1000)
    return median(times)


def _pairs(singles: Named) -> Named:
    return {
        f"{one} + {other}": _both(singles[one], singles[other])
        for one, other in combinations(singles, 2)
        if one.split(" ")[0] != other.split(" ")[0]
    }


def _both(one: ExecutionFilter, other: ExecutionFilter) -> ExecutionFilter:
    empty = ExecutionFilter()
    more = {field.name: getattr(other, field.name) for field in fields(other)}
    return replace(one, **{name: value for name, value in more.items() if value != getattr(empty, name)})


def _singles(url: str) -> Named:
    """Each filter with a common and a rare value, and those that go with one end of the history."""
    with psycopg.connect(url) as connection:
        found = {column: _values(connection, column) for column in COLUMNS}
        newest, name = connection.execute(
            "SELECT max(created_at), (array_agg(customer_id))[1] FROM pointsman.listed_execution WHERE created_at > "
            "(SELECT max(created_at) - interval '1 hour' FROM pointsman.listed_execution)"
        ).fetchone() or (None, None)
    assert newest is not None
    make = ExecutionFilter
    singles = {
        f"{column} = {value}": make(**{column: COLUMNS[column](value)})
        for column, values in found.items()
        for value in values
    }
    for status in ExecutionStatus:
        singles[f"status = {status}"] = make(statuses=(status,))
    return singles | {
        "status in failed": make(statuses=(ExecutionStatus.FAILED, ExecutionStatus.FAILED_TO_START)),
        "created in the last day": make(created_from=newest - timedelta(days=1)),
        "created in a month a year ago": make(
            created_from=newest - timedelta(days=395), created_before=newest - timedelta(days=365)
        ),
        "took more than a day": make(took_from=timedelta(days=1)),
        "took less than a minute": make(took_below=timedelta(minutes=1)),
        "running long": make(running_for=timedelta(days=30)),
        "roots only": make(roots_only=True),
        "by the backend": make(by_backend=True),
        "drifting": make(drifting=True),
        "unrecovered": make(not_recovered=True),
        "waiting": make(waiting=True),
        "text in many": make(text="for Harbor"),
        "text in some": make(text=str(name)),
        "text in none": make(text="no such thing"),
        "contains common": make(contains={"region": "EU"}),
        "contains rare": make(contains={"customer": {"id": str(name)}}),
        "contains in a list": make(contains={"directors": [{"id": "dir_1234"}]}),
        "contains nothing": make(contains={"region": "Atlantis"}),
    }


COLUMNS = {
    "runtime_status": RuntimeStatus,
    "template_id": str,
    "version_id": str,
    "origin": Origin,
    "kind": ExecutionKind,
    "started_by": str,
    "entity_type": EntityType,
    "entity_id": str,
    "service_request_id": str,
    "customer_id": str,
    "parent_id": str,
    "root_id": str,
    "failure_type": str,
}


def _values(connection: psycopg.Connection, column: str) -> list[str]:
    """The most common value, the rarest, and one between them."""
    query = f"""
    SELECT {column} FROM pointsman.listed_execution TABLESAMPLE SYSTEM (5) REPEATABLE (1)
    WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1"""
    found = [str(value) for (value,) in connection.execute(query.encode())]
    return list(dict.fromkeys((found[0], found[len(found) // 2], found[-1])))


def _plans(url: str, where: ExecutionFilter) -> list[str]:
    """The plan of each statement that a page takes, as PostgreSQL tells it."""
    with _heard() as statements:
        list_executions(where)
    with psycopg.connect(url, autocommit=False) as connection:
        plans = []
        for statement, values in statements:
            if "set_config" in statement:
                connection.execute(statement.encode(), values)
            if statement.lstrip().startswith(("SELECT", "WITH")) and "set_config" not in statement:
                rows = connection.execute(f"EXPLAIN {statement}".encode(), values).fetchall()
                plans.append("\n".join(str(line) for (line,) in rows))
        return plans


@contextmanager
def _timed() -> Iterator[list[float]]:
    """Seconds of processor time that PostgreSQL takes for each statement, planning and all."""
    found: list[float] = []

    def begin(connection: Connection, *_event: object) -> None:
        found.append(-_processor_time(connection))

    def end(connection: Connection, *_event: object) -> None:
        found[-1] += _processor_time(connection)

    event.listen(engine(), "before_cursor_execute", begin)
    event.listen(engine(), "after_cursor_execute", end)
    try:
        yield found
    finally:
        event.remove(engine(), "before_cursor_execute", begin)
        event.remove(engine(), "after_cursor_execute", end)


def _processor_time(connection: Connection) -> float:
    """Of the server process behind a connection; where the system does not tell, the time that passes."""
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, psycopg.Connection)
    told = Path(f"/proc/{driver.info.backend_pid}/schedstat")
    return int(told.read_text().split()[0]) / 1e9 if told.exists() else time.perf_counter()


@contextmanager
def _heard() -> Iterator[list[tuple[str, dict[str, object]]]]:
    found: list[tuple[str, dict[str, object]]] = []

    def hear(_connection: object, _cursor: object, statement: str, values: dict[str, object], *_more: object) -> None:
        found.append((statement, values))

    event.listen(engine(), "before_cursor_execute", hear)
    try:
        yield found
    finally:
        event.remove(engine(), "before_cursor_execute", hear)
