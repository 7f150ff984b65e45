"""Try again to start an execution that failed to start."""

from domain.errors import NotAllowed, NotFound
from domain.vocabulary import ExecutionStatus
from services._intake import Receipt
from services._intake_statements import FIRST_ATTEMPT_LEASE, START_DEADLINE
from services._ledger import record
from services._words import required
from services.attempt_start import attempt_start
from storage.database import WriteSession, transaction
from storage.own_tables import Delivery, ExecutionRun
from storage.shared_tables import WorkflowExecution, utc_now


def retry_start(execution_id: str, *, actor: str, reason: str) -> Receipt:
    """Put a FAILED_TO_START execution back to CREATED and start it now, same version, same input.

    Raises: NotFound, NotAllowed unless its status is FAILED_TO_START, InvalidInput without a reason.
    """
    reason = required(reason, "reason", 1000)
    reopen_noted(execution_id, actor=actor, reason=reason)
    return attempt_start(execution_id)


def reopen_noted(execution_id: str, *, actor: str, reason: str) -> None:
    """Let it be CREATED again, with its row in the ledger. Raises: NotFound, NotAllowed."""
    with transaction() as session:
        reopen(session, execution_id)
        record(session, actor, "execution.retry_start", ("execution", execution_id), reason=reason)


def reopen(session: WriteSession, execution_id: str) -> None:
    """Let it be CREATED again, and its delivery on its way. Raises: NotFound, NotAllowed."""
    execution = session.get(WorkflowExecution, execution_id, with_for_update=True)
    run = session.get(ExecutionRun, execution_id, with_for_update=True)
    if execution is None or run is None:
        raise NotFound("execution made by Pointsman", execution_id)
    if execution.status is not ExecutionStatus.FAILED_TO_START:
        raise NotAllowed(f"It is {execution.status.lower()}; only an execution that failed to start can be retried.")
    now = utc_now()
    execution.status, run.failure = ExecutionStatus.CREATED, None
    run.next_attempt_at, run.start_deadline = now + FIRST_ATTEMPT_LEASE, now + START_DEADLINE
    if run.delivery_id:
        delivery = session.get_one(Delivery, run.delivery_id)
        delivery.outcome, delivery.detail = None, None
