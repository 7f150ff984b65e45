"""What a retry from the failed task would do: which executions go on together, and which tasks begin again in each."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select

from domain.acting import check_can_retry
from domain.errors import NotAllowed, NotFound, shorten
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from runtime.contracts import StoppedTask
from runtime.service import temporal
from services.get_execution import ExecutionDetail, get_execution
from storage.database import reading
from storage.own_tables import ExecutionRun
from storage.shared_tables import WorkflowExecution

MOST = 200
"""Executions that are retried together."""


@dataclass(frozen=True)
class RetriedExecution:
    """A failed execution whose run ``run_id`` is gone on for; ``tasks`` are the innermost ones that begin again.

    ``failed_at`` is the JSON Pointer of the task with which it failed, where it did with one.
    """

    id: str
    name: str
    run_id: str
    runtime_status: RuntimeStatus
    tasks: tuple[StoppedTask, ...]
    failed_at: str | None = None

    @property
    def begins_again(self) -> tuple[StoppedTask, ...]:
        """Its tasks but those that wait for a sub-workflow, which is not made anew."""
        return tuple(task for task in self.tasks if task.child_execution_id is None)

    @property
    def awaited(self) -> tuple[str, ...]:
        """Ids of the sub-workflows that it waits for."""
        return tuple(task.child_execution_id for task in self.tasks if task.child_execution_id is not None)


@dataclass(frozen=True)
class RetryPreview:
    """All that goes on together, each after the one that waits for it; the first is what nothing waits for."""

    executions: tuple[RetriedExecution, ...]

    @property
    def runs(self) -> frozenset[str]:
        """The runs that are gone on for, by which a preview is told from another."""
        return frozenset(each.run_id for each in self.executions)


def preview_retry(execution_id: str) -> RetryPreview:
    """Look at the execution, at each failed one above that waits for it, and at each failed one that these wait for.

    So it gives the same for each of them. A worker works it out of the histories on Temporal; nothing is changed.
    Raises: NotFound, NotAllowed with the reason where any of them cannot go on, TemporalAway, WorkerAway.
    """
    top = _stopped(get_execution(execution_id))
    while (above := _waiting_for(top.id)) is not None:
        top = above
    found = [top]
    for each in found:  # it grows meanwhile
        found.extend(islice(_failed_below(each), MOST + 1 - len(found)))
        if len(found) > MOST:
            raise NotAllowed(f"More than {MOST} executions would go on together. Rerun the root instead.")
    return RetryPreview(tuple(found))


def _waiting_for(execution_id: str) -> RetriedExecution | None:
    """The parent, where it failed while it waited for this one."""
    parent_id = _awaiting(execution_id)
    if parent_id is None:
        return None
    parent = get_execution(parent_id)
    if parent.status is not ExecutionStatus.FAILED:
        return None
    found = _with_others(parent)
    return found if execution_id in found.awaited else None


def _awaiting(execution_id: str) -> str | None:
    """The parent's id, unless the parent went on without waiting."""
    execution, run = WorkflowExecution, ExecutionRun
    query = select(execution.parent_id).join(run, run.execution_id == execution.id).where(run.awaited)
    with reading() as session:
        return session.scalar(query.where(execution.id == execution_id))


def _failed_below(each: RetriedExecution) -> Iterator[RetriedExecution]:
    for child_id in each.awaited:
        child = get_execution(child_id)
        if child.status is ExecutionStatus.FAILED:
            yield _with_others(child)


def _with_others(execution: ExecutionDetail) -> RetriedExecution:
    try:
        return _stopped(execution)
    except NotAllowed as refusal:
        told = f"“{shorten(execution.name)}” would have to go on as well, and cannot. {refusal}"
        raise NotAllowed(told) from refusal


def _stopped(execution: ExecutionDetail) -> RetriedExecution:
    check_can_retry(execution.subject)
    seen = temporal().describe(execution.id)
    if seen.closed_at is None and seen.runtime_status is not RuntimeStatus.NOT_FOUND:
        raise NotAllowed("Temporal runs it again already. Fix its drift.")
    if seen.runtime_status is RuntimeStatus.COMPLETED:
        raise NotAllowed("It has completed on Temporal. Fix its drift.")
    try:
        retry = temporal().retry_of(execution.id, seen.run_id or "")
    except NotFound as error:
        raise NotAllowed(
            "Temporal keeps its history no longer, so there is nothing to go on from. Rerun it instead."
        ) from error
    if retry.run is None:
        raise NotAllowed("It holds more data than a run can be given. Rerun it instead.")
    failed_at = (execution.failure or {}).get("instance")
    return RetriedExecution(
        execution.id,
        execution.name,
        seen.run_id or "",
        seen.runtime_status,
        tuple(retry.tasks),
        failed_at if isinstance(failed_at, str) else None,
    )
