"""What it costs that a definition is interpreted: against hand-written workflows that do the same in the same run.

The terms are in docs/benchmarks.md.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from socket import socket
from statistics import median
from typing import Any

import pytest
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from cli.parts.child import start_child
from cli.parts.ports import free_port
from domain.ids import new_id
from domain.settings import forget_settings
from runtime.activities.table import ACTIVITIES
from runtime.contracts import OPEN_WORKFLOW, RunInput
from runtime.worker import ACTIVITY_THREADS
from tests.bench.hand_written import Calls, Order
from tests.bench.racing import Contestant, Rounds, race
from tests.runtime.engine import Engine, Json, define, running_engine

IN_MEMORY = 0.80
WITH_ACTIVITIES = 0.85

INTERPRETED, BY_HAND, SILENT = "interpreted", "by hand", "by hand, without a report"

ORDER: Json = {
    "customer": "Acme Ltd",
    "lines": [{"sku": f"sku-{n}", "quantity": n + 1, "price": 10 * n + 5} for n in range(6)],
}
STEPS = (
    "amounts: [.lines[] | .quantity * .price]",
    "subtotal: (.amounts | add)",
    "discount: (if .subtotal > 100 then (.subtotal / 10 | floor) else 0 end)",
    "net: (.subtotal - .discount)",
    "tax: (.net * 19 / 100 | floor)",
    "total: (.net + .tax)",
    "skus: ([.lines[].sku] | sort)",
    "heavy: any(.lines[]; .quantity > 5)",
    r'label: "\(.customer): \(.lines | length) lines"',
)


@dataclass(frozen=True)
class Rivals:
    """The product's engine, and the same client and kind of worker for hand-written workflows."""

    engine: Engine
    task_queue: str

    async def interpret(self, definition: Json, given: Any) -> Any:
        """Run a definition."""
        run = RunInput(new_id(), definition, given)
        client, queue = self.engine.client, self.engine.task_queue
        return await client.execute_workflow(OPEN_WORKFLOW, run, id=run.execution_id, task_queue=queue)

    async def by_hand(self, workflow: Any, given: Any, *, reports: bool) -> Any:
        """Run a hand-written workflow."""
        known = new_id()
        arguments = [given, known if reports else None]
        return await self.engine.client.execute_workflow(workflow, args=arguments, id=known, task_queue=self.task_queue)


@pytest.fixture(scope="module")
def rivals(temporal_server_address: str) -> Iterator[Rivals]:
    with (
        running_engine(temporal_server_address, "bench-interpreted") as engine,
        _hand_written_worker(engine, "bench-by-hand"),
    ):
        yield Rivals(engine, "bench-by-hand")


@contextmanager
def _hand_written_worker(engine: Engine, task_queue: str) -> Iterator[None]:
    """As ``runtime.worker.make_worker``, with the hand-written workflows passed through the sandbox too."""
    passed = SandboxRestrictions.default.with_passthrough_modules("domain", "runtime", "tests")
    with ThreadPoolExecutor(ACTIVITY_THREADS) as threads:

        async def worker() -> Worker:
            return Worker(
                engine.client,
                task_queue=task_queue,
                workflows=[Order, Calls],
                activities=list(ACTIVITIES),
                activity_executor=threads,
                max_concurrent_activities=ACTIVITY_THREADS,
                workflow_runner=SandboxedWorkflowRunner(restrictions=passed),
                graceful_shutdown_timeout=timedelta(seconds=10),
            )

        with engine.portal.wrap_async_context_manager(engine.portal.call(worker)):
            yield


@pytest.fixture
def reporting(fresh_database_url: str, temporal_address: str) -> str:
    """A database into which both sides report."""
    forget_settings()
    return fresh_database_url


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a JSON document, served by a process of its own."""
    (tmp_path / "answer.json").write_text('{"answer": 42}')
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    child = start_child("server", command, log=tmp_path / "server.log")
    child.wait_until(lambda: _listens(port), seconds=20)
    yield f"http://127.0.0.1:{port}/answer.json"
    child.stop(seconds=5)


def _listens(port: int) -> bool:
    with socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def _race(
    rivals: Rivals, definition: Json, workflow: Any, given: Any, *, handed: Any, rounds: int, batch: int
) -> Rounds:
    return race(
        rivals.engine.portal,
        [
            Contestant(INTERPRETED, lambda: rivals.interpret(definition, given)),
            Contestant(BY_HAND, lambda: rivals.by_hand(workflow, handed, reports=True)),
            Contestant(SILENT, lambda: rivals.by_hand(workflow, handed, reports=False)),
        ],
        rounds=rounds,
        batch=batch,
    )


def _told(title: str, rounds: Rounds) -> None:
    print(f"\n{title}\n  {rounds.told(INTERPRETED, BY_HAND)}\n  {rounds.told(INTERPRETED, SILENT)}")


def test_ten_steps_in_memory(rivals: Rivals, reporting: str) -> None:
    steps = [{f"step{n}": {"set": f"${{ . + {{ {step} }} }}"}} for n, step in enumerate(STEPS)]
    definition = define(*steps, {"answer": {"set": "${ {label, total, skus, heavy} }"}})
    portal = rivals.engine.portal
    same = portal.call(lambda: rivals.by_hand(Order, ORDER, reports=True))
    assert portal.call(rivals.interpret, definition, ORDER) == same
    rounds = _race(rivals, definition, Order, ORDER, handed=ORDER, rounds=15, batch=16)
    _told("ten steps in memory", rounds)
    assert median(rounds.ratios(INTERPRETED, BY_HAND)) >= IN_MEMORY


def test_ten_activities(rivals: Rivals, reporting: str, server: str) -> None:
    call = {"call": "http", "with": {"method": "get", "endpoint": server}}
    definition = define(*({f"call{n}": call} for n in range(10)))
    portal = rivals.engine.portal
    same = portal.call(lambda: rivals.by_hand(Calls, server, reports=True))
    assert portal.call(rivals.interpret, definition, {}) == same
    rounds = _race(rivals, definition, Calls, {}, handed=server, rounds=9, batch=8)
    _told("ten activities", rounds)
    assert median(rounds.ratios(INTERPRETED, BY_HAND)) >= WITH_ACTIVITIES
