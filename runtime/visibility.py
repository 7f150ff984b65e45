"""What Temporal's visibility tells of workflows, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from temporalio.client import Client, WorkflowExecution, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from domain.executions import Observation, Wait
from domain.vocabulary import RuntimeStatus


@dataclass(frozen=True)
class ClosedRun:
    """A closed run as Temporal's visibility tells it. Times are UTC."""

    workflow_id: str
    observation: Observation


@dataclass(frozen=True)
class Descendant:
    """A workflow that another one started, as Temporal's visibility tells it. Times are UTC."""

    workflow_id: str
    parent_id: str
    root_id: str
    workflow_type: str
    runtime_status: RuntimeStatus
    started_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class RunningWorkflow:
    """A workflow that runs, as Temporal's visibility tells it. ``started_at`` is UTC."""

    workflow_id: str
    parent_id: str | None
    started_at: datetime


@dataclass(frozen=True)
class RunSeen:
    """One run of a workflow. ``events`` may be a little behind while it runs. Times are UTC."""

    run_id: str
    runtime_status: RuntimeStatus
    started_at: datetime
    closed_at: datetime | None
    events: int


async def list_closed(
    client: Client, since: datetime, until: datetime, *, limit: int, ignore: str, within: timedelta
) -> list[ClosedRun]:
    """Runs closed from ``since`` to ``until``, but those that continued as new and those of type ``ignore``."""
    runs = client.list_workflows(_closed(since, until, ignore), limit=limit, rpc_timeout=within)
    return [ClosedRun(run.id, observation_of(run)) async for run in runs]


async def count_closed(client: Client, since: datetime, until: datetime, *, ignore: str, within: timedelta) -> int:
    """How many `list_closed` would find without a limit."""
    found = await client.count_workflows(_closed(since, until, ignore), rpc_timeout=within)
    return found.count


def _closed(since: datetime, until: datetime, ignore: str) -> str:
    query = f'ExecutionStatus != "Running" AND CloseTime BETWEEN "{_utc(since)}" AND "{_utc(until)}"'
    return query + f' AND ExecutionStatus != "ContinuedAsNew" AND WorkflowType != "{ignore}"'


async def list_descendants(
    client: Client, root_ids: Sequence[str], *, limit: int, within: timedelta
) -> list[Descendant]:
    """Workflows below these roots, each by its newest run: visibility lists what runs first, then by time of close."""
    query = f"RootWorkflowId IN ({', '.join(map(_quoted, root_ids))})"
    newest: dict[str, Descendant] = {}
    async for run in client.list_workflows(query, limit=limit + len(root_ids), rpc_timeout=within):
        if run.parent_id is not None:
            newest.setdefault(run.id, _descendant(run))
    return list(newest.values())[:limit]


async def list_running(client: Client, workflow_type: str, *, limit: int, within: timedelta) -> list[RunningWorkflow]:
    """Workflows of one type that run now, the newest first."""
    query = f'ExecutionStatus = "Running" AND WorkflowType = {_quoted(workflow_type)}'
    runs = client.list_workflows(query, limit=limit, rpc_timeout=within)
    return [RunningWorkflow(run.id, run.parent_id, run.start_time) async for run in runs]


async def list_runs(client: Client, workflow_id: str, limit: int, within: timedelta) -> list[RunSeen]:
    """Runs of one workflow, the newest first. The newest is described: visibility may not know it yet."""
    query = f"WorkflowId = {_quoted(workflow_id)}"
    found = [_seen(run) async for run in client.list_workflows(query, limit=limit, rpc_timeout=within)]
    found.sort(key=lambda run: run.started_at, reverse=True)
    try:
        newest = _seen(await client.get_workflow_handle(workflow_id).describe(rpc_timeout=within))
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return found
    return [newest, *(run for run in found if run.run_id != newest.run_id)]


def observation_of(run: WorkflowExecution) -> Observation:
    """What is seen of a run now."""
    return Observation(
        runtime_status=_runtime_status(run.status),
        observed_at=datetime.now(UTC),
        run_id=run.run_id,
        started_at=run.start_time,
        closed_at=run.close_time,
    )


def wait_of(memo: object) -> Wait | None:
    """What a run's memo tells of its open human tasks; None where it tells nothing, as in custom workflows."""
    try:
        return Wait(datetime.fromisoformat(memo) if memo else None) if isinstance(memo, str) else None
    except ValueError:
        return None


def _descendant(run: WorkflowExecution) -> Descendant:
    return Descendant(
        workflow_id=run.id,
        parent_id=run.parent_id or "",
        root_id=run.root_id or "",
        workflow_type=run.workflow_type,
        runtime_status=_runtime_status(run.status),
        started_at=run.start_time,
        closed_at=run.close_time,
    )


def _seen(run: WorkflowExecution) -> RunSeen:
    return RunSeen(run.run_id, _runtime_status(run.status), run.start_time, run.close_time, run.history_length)


def _runtime_status(status: WorkflowExecutionStatus | None) -> RuntimeStatus:
    name = status.name if status else ""
    return RuntimeStatus[name] if name in RuntimeStatus.__members__ else RuntimeStatus.RUNNING


def _quoted(text: str) -> str:
    """Text as a literal of Temporal's list filter."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
