"""TemporalWorkflowService: the one API through which executions reach Temporal, for synchronous callers."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import (
    Client,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
)
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import HistoryGone, NotFound, RuntimeRefused, StartRefused, TemporalAway
from domain.executions import Observation
from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import RuntimeStatus
from runtime.bridge import RPC_TIMEOUT, call, is_late, with_worker
from runtime.closing import close_events, close_of
from runtime.completing import complete
from runtime.contracts import (
    EVENT_SIGNAL,
    STATE_QUERY,
    TASK_QUERY,
    WAITING_MEMO,
    Retry,
    RunInput,
    RunState,
    TaskCompletion,
    TaskDetail,
)
from runtime.histories import (
    Spot,
    Standing,
    Stretch,
    read_back,
    read_raw,
    read_raw_back,
    read_standing,
)
from runtime.history import Cause, read_causes
from runtime.retrying import ask_retry, start_again
from runtime.starting import StartCommand, start_all
from runtime.visibility import (
    ClosedRun,
    Descendant,
    RunningWorkflow,
    RunSeen,
    count_closed,
    list_closed,
    list_descendants,
    list_running,
    list_runs,
    observation_of,
    wait_of,
)

_WORKER_TIMEOUT = timedelta(seconds=8)
_GLANCE = timedelta(seconds=2)
"""For what a page can do without."""
_Result = TypeVar("_Result")


class TemporalWorkflowService:
    """Synchronous facade over Temporal. Every method may raise TemporalAway; ``workflow_id`` is the execution id."""

    def start_many(self, commands: Sequence[StartCommand]) -> list[str | TemporalAway | StartRefused]:
        """Start workflows side by side; each run id in its command's place, or why there is none.

        A second start of the same id is the same start.
        """
        return call(lambda client: start_all(client, commands))

    def describe(self, workflow_id: str) -> Observation:
        """What Temporal says of the newest run now; NOT_FOUND where it knows none (any more)."""

        async def ask(client: Client) -> Observation:
            found = await client.get_workflow_handle(workflow_id).describe(rpc_timeout=RPC_TIMEOUT)
            return replace(observation_of(found), wait=wait_of(await found.memo_value(WAITING_MEMO, None)))

        try:
            return call(ask)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return Observation(RuntimeStatus.NOT_FOUND, datetime.now(UTC))

    def history_back(self, workflow_id: str, place: Spot, size: int) -> Stretch:
        """At most ``size`` events of a run's history from there to the past, oldest first. Raises: NotFound."""
        return self._kept(workflow_id, lambda: call(lambda client: read_back(client, workflow_id, place, size)))

    def raw_history(
        self, workflow_id: str, run_id: str | None, page: str | None, size: int
    ) -> tuple[list[JsonObject], str | None]:
        """One page of a run's history as Temporal's own JSON, oldest event first. Raises: NotFound."""
        return self._kept(workflow_id, lambda: call(lambda client: read_raw(client, workflow_id, run_id, page, size)))

    def raw_events(self, workflow_id: str, place: Spot, wanted: Collection[int]) -> list[JsonObject]:
        """Events with these ids from there to the past, as Temporal's own JSON, oldest first. Raises: NotFound."""
        return self._kept(workflow_id, lambda: call(lambda client: read_raw_back(client, workflow_id, place, wanted)))

    def standing(self, workflow_id: str, run_id: str | None = None) -> Standing:
        """How long a run's history is, and the activities that are under way. Raises: NotFound."""
        return self._kept(workflow_id, lambda: call(lambda client: read_standing(client, workflow_id, run_id)))

    def runs(self, workflow_id: str, limit: int) -> list[RunSeen]:
        """At most ``limit`` runs that Temporal keeps, the newest first; empty where it keeps none."""

        async def ask(client: Client) -> list[RunSeen]:
            return await list_runs(client, workflow_id, limit, RPC_TIMEOUT)

        return self._known(workflow_id, lambda: call(ask))

    def result(self, workflow_id: str) -> tuple[JsonValue, JsonObject | None]:
        """Result and failure of a closed run, (None, None) while it runs or when it was cancelled. Raises: NotFound."""

        async def ask(client: Client) -> tuple[JsonValue, JsonObject | None]:
            return await close_of(client.get_workflow_handle(workflow_id))

        return self._kept(workflow_id, lambda: call(ask))

    def causes(self, workflow_id: str) -> tuple[Cause, ...]:
        """The chain of failures of a failed run, the real cause last; empty for any other run. Raises: NotFound."""

        async def ask(client: Client) -> tuple[Cause, ...]:
            async for event in close_events(client.get_workflow_handle(workflow_id)):
                if event.HasField("workflow_execution_failed_event_attributes"):
                    return read_causes(event.workflow_execution_failed_event_attributes.failure)
            return ()

        return self._kept(workflow_id, lambda: call(ask))

    def cancel(self, workflow_id: str) -> None:
        """Ask the run to cancel itself and its children. Raises: NotFound when nothing runs."""

        async def ask(client: Client) -> None:
            await client.get_workflow_handle(workflow_id).cancel(rpc_timeout=RPC_TIMEOUT)

        self._known(workflow_id, lambda: call(ask))

    def terminate(self, workflow_id: str, reason: str) -> None:
        """Stop the run at once, without clean-up. Raises: NotFound when nothing runs."""

        async def ask(client: Client) -> None:
            await client.get_workflow_handle(workflow_id).terminate(reason=reason, rpc_timeout=RPC_TIMEOUT)

        self._known(workflow_id, lambda: call(ask))

    def signal(self, workflow_id: str, event: JsonObject) -> None:
        """Send an event (CloudEvents attributes) that a ``listen`` task may wait for. Raises: NotFound."""

        async def ask(client: Client) -> None:
            await client.get_workflow_handle(workflow_id).signal(EVENT_SIGNAL, event, rpc_timeout=RPC_TIMEOUT)

        self._known(workflow_id, lambda: call(ask))

    def complete_task(self, workflow_id: str, completion: TaskCompletion) -> None:
        """Complete a waiting human task. Raises: NotFound, RuntimeRefused with the task's reason, WorkerAway."""

        async def ask(client: Client) -> None:
            await complete(client.get_workflow_handle(workflow_id), completion, _WORKER_TIMEOUT)

        try:
            self._known(workflow_id, lambda: with_worker(lambda: call(ask)))
        except WorkflowUpdateFailedError as error:
            raise RuntimeRefused(str(getattr(error.cause, "message", error.cause))) from error

    def state(self, workflow_id: str, run_id: str | None = None) -> RunState:
        """Tasks and open human tasks of a run, the newest unless one is named, asked of its worker.

        Raises: NotFound, WorkerAway, RuntimeRefused.
        """

        async def ask(client: Client) -> RunState:
            handle = client.get_workflow_handle(workflow_id, run_id=run_id)
            state: RunState = await handle.query(STATE_QUERY, result_type=RunState, rpc_timeout=RPC_TIMEOUT)
            return state

        return self._queried(workflow_id, ask)

    def task(self, workflow_id: str, reference: str, visit: int | None = None) -> TaskDetail | None:
        """One visit of a task with its data, asked of the run's worker; the newest visit where none is named.

        Raises: NotFound, WorkerAway, RuntimeRefused.
        """

        async def ask(client: Client) -> TaskDetail | None:
            handle = client.get_workflow_handle(workflow_id)
            detail: TaskDetail | None = await handle.query(
                TASK_QUERY, args=[reference, visit], result_type=TaskDetail, rpc_timeout=RPC_TIMEOUT
            )
            return detail

        return self._queried(workflow_id, ask)

    def retry_of(self, workflow_id: str, run_id: str) -> Retry:
        """Where an ended run stands and what the next one is given. Raises: NotFound, WorkerAway, RuntimeRefused."""
        return self._queried(workflow_id, lambda client: ask_retry(client, workflow_id, run_id))

    def start_again(self, run: RunInput, task_queue: str, replaced: str) -> None:
        """Let a new run go on for the run ``replaced``, unless one did or does. Raises: RuntimeRefused."""
        self._known(run.execution_id, lambda: call(lambda client: start_again(client, run, task_queue, replaced)))

    def closed_between(self, since: datetime, until: datetime, limit: int, ignore: str) -> list[ClosedRun]:
        """At most ``limit`` runs closed from ``since`` to ``until``, none of workflow type ``ignore``.

        A run that continued as new is not told: its execution goes on.
        """

        async def ask(client: Client) -> list[ClosedRun]:
            return await list_closed(client, since, until, limit=limit, ignore=ignore, within=RPC_TIMEOUT)

        return call(ask)

    def count_closed_between(self, since: datetime, until: datetime, ignore: str) -> int:
        """How many `closed_between` would tell without a limit."""

        async def ask(client: Client) -> int:
            return await count_closed(client, since, until, ignore=ignore, within=RPC_TIMEOUT)

        return call(ask)

    def descendants(self, root_ids: Sequence[str], limit: int) -> list[Descendant]:
        """At most ``limit`` workflows below these roots at any depth, each by its newest run, what runs first.

        Asks Temporal's visibility for ``RootWorkflowId`` (server 1.24 or newer), which may lag by a moment, and waits
        for two seconds at most. Raises: RuntimeRefused when this server cannot tell, or not in time.
        """

        async def ask(client: Client) -> list[Descendant]:
            return await list_descendants(client, root_ids, limit=limit, within=_GLANCE)

        try:
            return call(ask)
        except RPCError as error:
            raise RuntimeRefused(f"Temporal cannot tell what these workflows started: {error.message}") from error
        except TemporalAway as error:
            if is_late(error):
                raise RuntimeRefused("Temporal did not tell in time what these workflows started.") from error
            raise

    def running(self, workflow_type: str, limit: int) -> list[RunningWorkflow]:
        """At most ``limit`` workflows of this type that run now."""

        async def ask(client: Client) -> list[RunningWorkflow]:
            return await list_running(client, workflow_type, limit=limit, within=RPC_TIMEOUT)

        return call(ask)

    def has_poller(self, task_queue: str) -> bool:
        """True when a worker asked this task queue for workflow tasks lately; waits for two seconds at most.

        Raises: RuntimeRefused for a name that no task queue may have.
        """

        async def ask(client: Client) -> bool:
            request = DescribeTaskQueueRequest(namespace=client.namespace, task_queue=TaskQueue(name=task_queue))
            answer = await client.workflow_service.describe_task_queue(request, timeout=_GLANCE)
            return bool(answer.pollers)

        return self._known(task_queue, lambda: call(ask))

    def check(self) -> None:
        """Answer, or raise TemporalAway."""
        call(lambda client: client.service_client.check_health(timeout=RPC_TIMEOUT))

    @classmethod
    def _kept(cls, workflow_id: str, ask: Callable[[], _Result]) -> _Result:
        """Read what Temporal keeps of a run. Raises: HistoryGone."""
        try:
            return cls._known(workflow_id, ask)
        except NotFound as error:
            raise HistoryGone(workflow_id) from error

    @classmethod
    def _queried(cls, workflow_id: str, ask: Callable[[Client], Awaitable[_Result]]) -> _Result:
        try:
            return cls._kept(workflow_id, lambda: with_worker(lambda: call(ask)))
        except WorkflowQueryFailedError as error:
            raise RuntimeRefused(str(error)) from error

    @staticmethod
    def _known(workflow_id: str, ask: Callable[[], _Result]) -> _Result:
        try:
            return ask()
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                raise NotFound("running workflow on Temporal", workflow_id) from error
            raise RuntimeRefused(f"Temporal refused the request: {error.message}") from error


_service = TemporalWorkflowService()


def temporal() -> TemporalWorkflowService:
    """The service of this process; it connects at first use."""
    return _service
