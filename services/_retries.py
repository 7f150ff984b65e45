"""Carrying out retries that were noted: start the new run, then let status and run follow; safe to repeat."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text, update

from domain.errors import NotFound, RuntimeRefused, TemporalAway, WorkerAway, shorten
from domain.executions import Observation, expected_status
from domain.settings import get_settings
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from runtime.service import temporal
from services._ledger import record
from services.sweep_executions import with_cause
from storage.database import WriteSession, transaction
from storage.failure_tables import Retry
from storage.own_tables import ExecutionRun
from storage.shared_tables import WorkflowExecution, utc_now

_LONGEST_PAUSE = 60.0
_CLAIM = """
UPDATE pointsman.retry SET next_attempt_at = now() + interval '60 seconds', attempts = attempts + 1
WHERE (execution_id, run_id) IN (
    SELECT execution_id, run_id FROM pointsman.retry mine
    WHERE done_at IS NULL
      AND {wanted}
      AND NOT EXISTS (SELECT FROM pointsman.retry below WHERE below.request_id = mine.request_id
                      AND below.position < mine.position AND below.done_at IS NULL)
    ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING execution_id, run_id, request_id, attempts"""
_NEW_OF_REQUEST = text(_CLAIM.format(wanted="request_id = :request AND attempts = 0"))
_DUE = text(_CLAIM.format(wanted="next_attempt_at <= now()"))


@dataclass(frozen=True)
class _Claim:
    execution_id: str
    run_id: str
    request_id: str
    attempts: int


def carry_out(request_id: str | None = None) -> int:
    """Do what is noted for a request, or what is due of any; returns how many rows were tried. Raises: DatabaseAway."""
    tried = 0
    while (claim := _claim(request_id)) is not None:
        tried += 1
        _try(claim)
    return tried


def _claim(request_id: str | None) -> _Claim | None:
    with transaction() as session:
        statement = _DUE if request_id is None else _NEW_OF_REQUEST
        found = session.execute(statement, {"request": request_id}).mappings().one_or_none()
    return None if found is None else _Claim(**found)


def _try(claim: _Claim) -> None:
    try:
        seen = _begin(claim)
    except (TemporalAway, WorkerAway):
        _postpone(claim)
    except (NotFound, RuntimeRefused) as error:
        _give_up(claim, str(error))
    else:
        _note(claim, seen)


def _begin(claim: _Claim) -> Observation:
    """What is seen of the new run, which is started unless an earlier attempt has done so."""
    seen = temporal().describe(claim.execution_id)
    if seen.run_id == claim.run_id:
        retry = temporal().retry_of(claim.execution_id, claim.run_id)
        if retry.run is None:
            raise RuntimeRefused("It holds more data than a run can be given.")
        temporal().start_again(retry.run, get_settings().task_queue, claim.run_id)
        seen = temporal().describe(claim.execution_id)
    if seen.runtime_status is RuntimeStatus.NOT_FOUND or seen.run_id == claim.run_id:
        raise RuntimeRefused("Temporal knows no new run of it.")
    return with_cause(claim.execution_id, seen)


def _note(claim: _Claim, seen: Observation) -> None:
    with transaction() as session:
        execution = session.get_one(WorkflowExecution, claim.execution_id, with_for_update=True)
        retry = session.get_one(Retry, (claim.execution_id, claim.run_id), with_for_update=True)
        if retry.done_at is not None:
            return
        retry.new_run_id, retry.done_at = seen.run_id, utc_now()
        if execution.status is ExecutionStatus.FAILED:
            execution.status = ExecutionStatus.STARTED
        session.flush()
        run = session.get_one(ExecutionRun, claim.execution_id, with_for_update=True)
        _replace_run(run, claim, seen)
        execution.status = expected_status(run.runtime_status or seen.runtime_status) or execution.status
        _record(session, retry)


def _replace_run(run: ExecutionRun, claim: _Claim, seen: Observation) -> None:
    """Unless the engine has reported the end of the new run meanwhile."""
    run.retried_at = seen.started_at
    run.start_attempts += 1
    if run.closed_at is not None and run.run_id != claim.run_id:
        return
    run.run_id, run.runtime_status, run.observed_at = seen.run_id, seen.runtime_status, seen.observed_at
    run.closed_at, run.failure = seen.closed_at, seen.failure
    run.waiting_since = seen.wait.since if seen.wait is not None and seen.closed_at is None else None


def _record(session: WriteSession, retry: Retry) -> None:
    record(
        session,
        retry.actor,
        "execution.retry",
        ("execution", retry.execution_id),
        before={"status": ExecutionStatus.FAILED.value, "runId": retry.run_id},
        after={
            "status": ExecutionStatus.STARTED.value,
            "runId": retry.new_run_id,
            "task": shorten(", ".join(retry.tasks), 300),
        },
        reason=retry.reason,
    )


def _postpone(claim: _Claim) -> None:
    pause = timedelta(seconds=min(2.0**claim.attempts, _LONGEST_PAUSE))
    with transaction() as session:
        session.get_one(Retry, (claim.execution_id, claim.run_id)).next_attempt_at = utc_now() + pause


def _give_up(claim: _Claim, trouble: str) -> None:
    """Nor can what waits for it go on: it would fail at once."""
    with transaction() as session:
        session.execute(
            update(Retry)
            .where(Retry.request_id == claim.request_id, Retry.done_at.is_(None))
            .values(done_at=utc_now(), trouble=trouble)
        )
