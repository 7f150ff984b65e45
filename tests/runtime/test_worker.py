"""The worker process and its schedules."""

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from temporalio.client import Client, ScheduleUpdate, ScheduleUpdateInput

from cli.parts.ports import free_port
from runtime.contracts import OPEN_WORKFLOW, RunInput
from runtime.schedules import INTERVALS, ensure_schedules
from tests.runtime.engine import Engine, define

RUN = "from runtime.worker import run_worker; run_worker()"


@contextmanager
def worker(address: str, database: str, task_queue: str) -> Iterator[subprocess.Popen[str]]:
    environment = {
        **os.environ,
        "POINTSMAN_TEMPORAL_ADDRESS": address,
        "POINTSMAN_DATABASE_URL": database,
        "POINTSMAN_TASK_QUEUE": task_queue,
    }
    process = subprocess.Popen([sys.executable, "-c", RUN], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(process: subprocess.Popen[str], words: str) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return
    raise AssertionError(f"the worker never said: {words}")


def test_a_worker_runs_executions_and_stops_when_told(engine: Engine) -> None:
    queue = f"tests-{secrets.token_hex(4)}"
    address, database = os.environ["POINTSMAN_TEMPORAL_ADDRESS"], os.environ["POINTSMAN_DATABASE_URL"]
    with worker(address, database, queue) as process:
        wait_for(process, "worker ready")
        run = RunInput(f"run-{queue}", define({"a": {"set": {"x": "${ 1 + 1 }"}}}))

        async def ask() -> object:
            return await engine.client.execute_workflow(OPEN_WORKFLOW, run, id=run.execution_id, task_queue=queue)

        assert engine.portal.call(ask) == {"x": 2}
        process.terminate()
        wait_for(process, "worker stopped")
        assert process.wait(timeout=15) == 0
    for activity in INTERVALS:
        engine.portal.call(engine.client.get_schedule_handle(f"{queue}-{activity}").delete)


def test_a_worker_waits_for_temporal_and_stops_while_it_waits(engine: Engine) -> None:
    with worker(f"127.0.0.1:{free_port()}", os.environ["POINTSMAN_DATABASE_URL"], "none") as process:
        wait_for(process, "waiting for Temporal")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=15) == 0


def test_schedules_are_made_once_and_a_paused_one_stays_paused(engine: Engine) -> None:
    queue = f"tests-{secrets.token_hex(4)}"
    found = engine.portal.call(_ensure_twice, engine.client, queue)
    assert found == {f"{queue}-{activity}" for activity in INTERVALS}


async def _ensure_twice(client: Client, queue: str) -> set[str]:
    def slower(found: ScheduleUpdateInput) -> ScheduleUpdate:
        found.description.schedule.spec.intervals = []
        return ScheduleUpdate(found.description.schedule)

    await ensure_schedules(client, queue)
    handles = {name: client.get_schedule_handle(f"{queue}-{name}") for name in INTERVALS}
    first = next(iter(handles.values()))
    await first.pause(note="repairs")
    await first.update(slower)
    await ensure_schedules(client, queue)
    described = await first.describe()
    assert described.schedule.state.paused
    assert described.schedule.spec.intervals[0].every == next(iter(INTERVALS.values()))
    ids = {(await handle.describe()).id for handle in handles.values()}
    for handle in handles.values():
        await handle.delete()
    return ids


def test_housekeeping_reports_what_it_moved(engine: Engine) -> None:
    for activity in INTERVALS:

        async def ask(name: str = activity) -> int:
            moved: int = await engine.client.execute_workflow(
                "pointsman-housekeeping", name, id=f"{engine.task_queue}-{name}", task_queue=engine.task_queue
            )
            return moved

        assert engine.portal.call(ask) >= 0
