"""Retry a failed execution from the task that failed: a new run goes on where the failed one stood."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from domain.acting import check_can_retry
from domain.errors import Conflict, NotAllowed, NotFound
from domain.ids import new_id
from domain.vocabulary import ExecutionStatus
from services._retries import carry_out
from services._words import required
from services.get_execution import get_execution
from services.preview_retry import RetriedExecution, RetryPreview, preview_retry
from storage.database import WriteSession, reading, transaction
from storage.failure_tables import Retry
from storage.shared_tables import WorkflowExecution, utc_now

LEASE = timedelta(seconds=60)
"""After it the dispatcher goes on with what the first process did not finish."""


@dataclass(frozen=True)
class RetryOrder:
    """What to retry. ``seen`` are the runs of the preview that the person decided on, None where that does not matter.

    ``key`` makes a repeated order harmless.
    """

    execution_id: str
    seen: frozenset[str] | None = None
    key: str = field(default_factory=new_id)


@dataclass(frozen=True)
class Retried:
    """``started`` of ``total`` executions go on; ``trouble`` is why another cannot, the rest follows by itself."""

    total: int
    started: int
    trouble: str | None = None


def retry_from_failure(order: RetryOrder, *, actor: str, reason: str) -> Retried:
    """Note what is to go on, then let it: the execution, what it waits for and what waits for it (`preview_retry`).

    Each goes from FAILED to STARTED with a row in the ledger when its new run is known. If Temporal or the workers are
    away, or this process dies, the dispatcher goes on with it. Raises: NotFound, NotAllowed, InvalidInput without a
    reason, Conflict when it is not as it was seen, or is being retried already; TemporalAway and WorkerAway with
    nothing noted.
    """
    reason = required(reason, "reason", 1000)
    key = required(order.key, "key")
    if not _is_noted(key):
        check_can_retry(get_execution(order.execution_id).subject)
        preview = preview_retry(order.execution_id)
        if order.seen is not None and preview.runs != order.seen:
            raise Conflict("What would go on has changed since you looked. Look at it again.")
        _note(preview, key, actor=actor, reason=reason)
        carry_out(key)
    return _outcome(key)


def _is_noted(key: str) -> bool:
    with reading() as session:
        return session.scalar(select(Retry.request_id).where(Retry.request_id == key).limit(1)) is not None


def is_retried_with(execution_id: str, job_id: str) -> bool:
    """Whether an item of this job lets it go on, or has let it."""
    asked = Retry.execution_id == execution_id, Retry.request_id.startswith(f"{job_id}/", autoescape=True)
    with reading() as session:
        return session.scalar(select(Retry.request_id).where(*asked).limit(1)) is not None


def _note(preview: RetryPreview, key: str, *, actor: str, reason: str) -> None:
    with transaction() as session:
        for position, each in enumerate(reversed(preview.executions)):
            _check_failed(session, each)
            _insert(session, each, key, position, actor=actor, reason=reason)


def _check_failed(session: WriteSession, each: RetriedExecution) -> None:
    execution = session.get(WorkflowExecution, each.id, with_for_update=True)
    if execution is None:
        raise NotFound("execution", each.id)
    if execution.status is not ExecutionStatus.FAILED:
        raise Conflict(f"“{each.name}” is {execution.status.lower()} now. Look at it again.")


def _insert(session: WriteSession, each: RetriedExecution, key: str, position: int, *, actor: str, reason: str) -> None:
    """A run is gone on for once; what could not be may be tried again. Raises: Conflict."""
    now = utc_now()
    values = {
        "request_id": key,
        "position": position,
        "tasks": [task.name for task in each.tasks],
        "actor": actor,
        "reason": reason,
        "requested_at": now,
        "attempts": 0,
        "next_attempt_at": now + LEASE,
        "done_at": None,
        "trouble": None,
    }
    statement = insert(Retry).values(execution_id=each.id, run_id=each.run_id, **values)
    could_not = Retry.trouble.is_not(None) & Retry.done_at.is_not(None)
    statement = statement.on_conflict_do_update(index_elements=["execution_id", "run_id"], set_=values, where=could_not)
    if session.scalar(statement.returning(Retry.execution_id)) is None:
        raise Conflict(f"“{each.name}” is being retried already. Look at it again.")


def _outcome(key: str) -> Retried:
    with reading() as session:
        rows = session.scalars(select(Retry).where(Retry.request_id == key)).all()
        started = sum(row.new_run_id is not None for row in rows)
        trouble = next((row.trouble for row in rows if row.trouble), None)
    return Retried(len(rows), started, trouble)


def told(retried: Retried) -> str:
    """What came of it, in words. Raises: NotAllowed where it could not go on at all."""
    if retried.trouble is not None and not retried.started:
        raise NotAllowed(f"It could not go on. {retried.trouble}")
    if retried.trouble is not None:
        return f"{retried.started} of {retried.total} executions go on. {retried.trouble}"
    if retried.started < retried.total:
        return "It is noted, and goes on as soon as Temporal and a worker answer."
    return "It goes on." if retried.total == 1 else f"{retried.total} executions of its family go on."
