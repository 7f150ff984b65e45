"""The worker: polls the task queue and runs workflows and activities until it is told to stop."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import structlog
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from domain.settings import Settings, get_settings
from runtime.expressions.pool import warm_up
from runtime.schedules import ensure_schedules
from runtime.workflows.housekeeping import Housekeeping
from runtime.workflows.open_workflow import OpenWorkflow

ACTIVITY_THREADS = 20
WORKFLOWS = (OpenWorkflow, Housekeeping)
_PASSED_THROUGH = ("domain", "runtime", "jsonschema_rs")
_LONGEST_PAUSE = 10.0
_log = structlog.get_logger("pointsman.worker")


def run_worker() -> None:
    """Work until SIGTERM or SIGINT; what is being done is finished or handed back within 10 s."""
    asyncio.run(_run(get_settings()))


def workflow_runner() -> SandboxedWorkflowRunner:
    """The sandbox, with our own modules loaded once and not again for each workflow."""
    return SandboxedWorkflowRunner(restrictions=SandboxRestrictions.default.with_passthrough_modules(*_PASSED_THROUGH))


def make_worker(
    client: Client, task_queue: str, threads: ThreadPoolExecutor, activities: Sequence[Callable[..., object]] = ()
) -> Worker:
    """A worker with all workflows of the product, and with these activities; without any named, with all of them."""
    return Worker(
        client,
        task_queue=task_queue,
        workflows=list(WORKFLOWS),
        activities=list(activities or _all_activities()),
        activity_executor=threads,
        max_concurrent_activities=ACTIVITY_THREADS,
        workflow_runner=workflow_runner(),
        graceful_shutdown_timeout=timedelta(seconds=10),
    )


def _all_activities() -> Sequence[Callable[..., object]]:
    from runtime.activities.table import ACTIVITIES  # slow to import: they reach the database

    return ACTIVITIES


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    client = await _until_stopped(stop, settings)
    if client is not None:
        await _work(client, settings.task_queue, stop)


async def _until_stopped(stop: asyncio.Event, settings: Settings) -> Client | None:
    """Connect and set up, trying again while Temporal is away; None when told to stop before."""
    pause = 0.5
    while not stop.is_set():
        try:
            return await _connect(settings)
        except (RuntimeError, RPCError) as error:
            _log.warning("waiting for Temporal", address=settings.temporal_address, retry_in=pause, error=str(error))
        try:
            await asyncio.wait_for(stop.wait(), pause)
        except TimeoutError:
            pause = min(pause * 2, _LONGEST_PAUSE)
    return None


async def _connect(settings: Settings) -> Client:
    if not settings.temporal_address:
        raise RuntimeError("POINTSMAN_TEMPORAL_ADDRESS is not set")
    client = await Client.connect(settings.temporal_address, namespace=settings.temporal_namespace)
    await ensure_schedules(client, settings.task_queue)
    return client


async def _work(client: Client, task_queue: str, stop: asyncio.Event) -> None:
    warm_up()
    with ThreadPoolExecutor(ACTIVITY_THREADS, thread_name_prefix="activity") as threads:
        async with make_worker(client, task_queue, threads):
            _log.info("worker ready", task_queue=task_queue, namespace=client.namespace)
            await stop.wait()
    _log.info("worker stopped", task_queue=task_queue)
