"""What a start costs beyond its floor, and how fast waiting starts drain: ratios within one run.

The terms are in docs/benchmarks.md. Temporal keeps a journal on the disk, and PostgreSQL answers when a commit is
there, as under `pointsman up`; no worker runs.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median

import psycopg
import pytest
from temporalio.client import Client

from domain.ids import new_id
from domain.json_types import JsonObject
from domain.settings import get_settings
from runtime.bridge import call
from runtime.contracts import OPEN_WORKFLOW, RunInput
from services.dispatch_starts import dispatch_starts
from services.start_execution import StartOrder, start_execution
from storage.database import transaction
from storage.own_tables import ExecutionRun
from storage.shared_tables import utc_now
from tests.factories import AUTHOR, buy, make_active, make_link, make_template, open_workflow, start
from tests.faults.killing.stack import Stack, running_stack

OWN_COST = 0.15
DRAINING = 0.80
STARTS, ROUNDS, BATCH, AT_ONCE = 1_500, 7, 200, 16
INSERT = """
    INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId") VALUES (%s, 'bare', %s)"""
UPDATE = """
    UPDATE "WorkflowExecution" SET status = 'STARTED' WHERE id = %s"""


@pytest.fixture(scope="module")
def stack(scratch: Path) -> Iterator[Stack]:
    with running_stack(scratch / "starting", durable=True) as stack:
        yield stack


@pytest.fixture
def configured(stack: Stack) -> Iterator[Stack]:
    with stack.configured():
        yield stack


def test_a_start_costs_little_more_than_its_floor(configured: Stack) -> None:
    template = make_template()
    version, known = make_active(template, definition=open_workflow()), iter(range(1_000_000))
    make_link(template)
    with psycopg.connect(configured.database_url, autocommit=True) as database:
        ways: dict[str, Callable[[], object]] = {
            "bare": lambda: _bare(database, version),
            "by hand": lambda: start(template, {"customer": "c1"}),
            "by an event": lambda: buy("us-incorporation", f"ev_{next(known)}", {"customer": "c1"}),
        }
        seconds = _interleaved(ways)
    floor = median(seconds["bare"])
    own = {way: median(each) / floor - 1 for way, each in seconds.items()}
    print(f"floor {floor * 1000:.2f} ms; own cost " + ", ".join(f"{way} {part:.0%}" for way, part in own.items()))
    assert max(own.values()) < OWN_COST


def _interleaved(ways: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for number in range(STARTS + 10):
        for way, begin in ways.items():
            began = time.perf_counter()
            begin()
            if number >= 10:
                seconds[way].append(time.perf_counter() - began)
    return seconds


def _bare(database: psycopg.Connection, version: str) -> None:
    known = new_id()
    database.execute(INSERT, (known, version))
    call(lambda client: _start(client, known, open_workflow()))
    database.execute(UPDATE, (known,))


async def _start(client: Client, known: str, definition: JsonObject) -> None:
    run = RunInput(known, definition, {"customer": "c1"})
    await client.start_workflow(OPEN_WORKFLOW, run, id=known, task_queue=get_settings().task_queue)


def test_waiting_starts_drain_nearly_as_fast_as_temporal_takes_them(configured: Stack) -> None:
    template = make_template("Draining")
    make_active(template, definition=open_workflow("draining"))
    ratios, rates = [], []
    for number in range(ROUNDS + 1):
        bare, drained = _bare_rate(), _drain_rate(template)
        if number:
            ratios.append(drained / bare)
            rates.append((drained, bare))
    print(f"draining / bare {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}); last {rates[-1]}")
    assert median(ratios) >= DRAINING


def _bare_rate() -> float:
    definition = open_workflow("draining")

    async def all_of_them(client: Client) -> None:
        places = asyncio.Semaphore(AT_ONCE)

        async def one() -> None:
            async with places:
                await _start(client, new_id(), definition)

        await asyncio.gather(*(one() for _ in range(BATCH)))

    began = time.perf_counter()
    call(all_of_them)
    return BATCH / (time.perf_counter() - began)


def _drain_rate(template: str) -> float:
    for _ in range(BATCH):
        _wait_to_start(template)
    began = time.perf_counter()
    started = 0
    while found := dispatch_starts():
        started += found
    assert started == BATCH
    return BATCH / (time.perf_counter() - began)


def _wait_to_start(template: str) -> None:
    order = StartOrder(template, {"customer": "c1"}, "A customer asked for it")
    receipt = start_execution(order, actor=AUTHOR, attempt=False)
    with transaction() as session:
        session.get_one(ExecutionRun, receipt.execution_id).next_attempt_at = utc_now() - timedelta(minutes=1)
