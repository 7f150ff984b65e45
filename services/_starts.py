"""What came of starts on Temporal, noted in executions, runs and deliveries."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from domain.errors import shorten
from domain.vocabulary import ExecutionStatus, Outcome
from storage.database import WriteSession, hasty_connection, transaction
from storage.own_tables import Delivery, ExecutionRun
from storage.shared_tables import WorkflowExecution, utc_now

_LONGEST_PAUSE = 60.0
_BEGUN = """
WITH begun (id, run_id) AS ({}),
execution AS (
    UPDATE public."WorkflowExecution" e SET status = 'STARTED'
    FROM begun WHERE e.id = begun.id AND e.status = 'CREATED'
    RETURNING e.id, begun.run_id),
run AS (
    UPDATE pointsman.execution_run r
    SET runtime_status = 'RUNNING', temporal_run_id = nullif(execution.run_id, ''), observed_at = now(),
        started_at = coalesce(r.started_at, now()), start_attempts = r.start_attempts + 1, next_attempt_at = NULL
    FROM execution WHERE r.execution_id = execution.id
    RETURNING r.execution_id, r.delivery_id),
delivery AS (
    UPDATE pointsman.delivery d SET outcome = 'STARTED', execution_id = run.execution_id
    FROM run WHERE d.id = run.delivery_id AND (d.outcome IS NULL OR d.outcome = 'FAILED_TO_START'))
SELECT execution_id, set_config('synchronous_commit', 'off', true) FROM run"""
"""Nobody waits until it is on the disk: what a fall of PostgreSQL takes back is due again, and the same start then."""
_ONE = _BEGUN.format("VALUES (%(id)s, %(run_id)s)")
_MANY = _BEGUN.format("SELECT * FROM unnest(%(ids)s::text[], %(run_ids)s::text[])")


def note_started(run_ids: Mapping[str, str]) -> frozenset[str]:
    """Note the run id of each execution that started, in one statement, and tell which of them were still CREATED.

    An execution that is past CREATED, for example because its end was reported before, is left as it is.
    """
    ids, runs = [*run_ids], [*run_ids.values()]
    many = _MANY, {"ids": ids, "run_ids": runs}
    statement, values = many if len(ids) > 1 else (_ONE, {"id": ids[0], "run_id": runs[0]})
    with hasty_connection() as connection:
        return frozenset(execution_id for execution_id, _ in connection.execute(statement, values))


def postpone(execution_id: str, detail: str) -> None:
    """Temporal was away: note the next attempt, with a growing pause, until the deadline."""
    with transaction() as session:
        run = waiting(session, execution_id)
        if run is None:
            return
        run.start_attempts += 1
        if _is_over(run.start_deadline):
            sentence = f"Temporal could not be reached until the deadline. Last seen: {shorten(detail, 300)}"
            _give_up(session, run, sentence)
        else:
            pause = min(2.0**run.start_attempts, _LONGEST_PAUSE)
            run.next_attempt_at = utc_now() + timedelta(seconds=pause)


def fail(execution_id: str, reason: str) -> None:
    """The start was refused for good: FAILED_TO_START, with the reason."""
    with transaction() as session:
        run = waiting(session, execution_id)
        if run is not None:
            run.start_attempts += 1
            _give_up(session, run, reason)


def rest(execution_id: str) -> None:
    """Somebody else moved the execution on, for example the backend: there is nothing to attempt any more."""
    with transaction() as session:
        if waiting(session, execution_id) is None:
            session.get_one(ExecutionRun, execution_id).next_attempt_at = None


def waiting(session: WriteSession, execution_id: str) -> ExecutionRun | None:
    """The locked run of an execution that is still CREATED."""
    execution = session.get_one(WorkflowExecution, execution_id, with_for_update=True)
    run = session.get_one(ExecutionRun, execution_id, with_for_update=True)
    return run if execution.status is ExecutionStatus.CREATED else None


def _give_up(session: WriteSession, run: ExecutionRun, reason: str) -> None:
    session.get_one(WorkflowExecution, run.execution_id).status = ExecutionStatus.FAILED_TO_START
    run.next_attempt_at = None
    run.failure = {"title": "The start was refused", "detail": reason}
    if run.delivery_id is not None:
        delivery = session.get_one(Delivery, run.delivery_id)
        delivery.outcome, delivery.detail = Outcome.FAILED_TO_START, reason


def _is_over(deadline: datetime | None) -> bool:
    return deadline is not None and deadline <= utc_now()
