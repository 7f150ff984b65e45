"""Mend an execution whose status and runtime status disagree, on purpose."""

from dataclasses import dataclass, replace

from domain.acting import check_can_fix_drift
from domain.drift import path, proposal_of
from domain.errors import Conflict, NotFound
from domain.executions import Observation
from domain.json_types import JsonObject
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from runtime.service import temporal
from services._ledger import record
from services._observe import note_seen
from services._subjects import subject_of
from services._words import required
from services.sweep_executions import with_cause
from storage.database import WriteSession, transaction
from storage.shared_tables import WorkflowExecution

_LOST: JsonObject = {"title": "Lost", "detail": "Temporal knows no such run, and how it ended was not heard."}


@dataclass(frozen=True)
class Seen:
    """The two statuses that the person saw when deciding."""

    status: ExecutionStatus
    runtime_status: RuntimeStatus | None


def fix_drift(execution_id: str, seen: Seen, *, actor: str, reason: str) -> str:
    """Ask Temporal once more, then let the status follow, or count a run that is gone as failed; tells what was done.

    Raises: NotFound, NotAllowed where nothing drifts or no fix is known, InvalidInput without a reason, Conflict when
    status or runtime status are not what was seen any more, TemporalAway.
    """
    return apply_fix(execution_id, seen, actor=actor, reason=required(reason, "reason", 1000))


def apply_fix(execution_id: str, seen: Seen, *, actor: str, reason: str) -> str:
    """`fix_drift` for a reason that was checked."""
    check_can_fix_drift(subject_of(execution_id))
    now = temporal().describe(execution_id)
    if now.runtime_status is not seen.runtime_status:
        raise Conflict(f"Temporal says “{now.runtime_status}” now, not “{seen.runtime_status}”. Look at it again.")
    now = with_cause(execution_id, now)
    with transaction() as session:
        return _fix(session, execution_id, seen, now, actor=actor, reason=reason)


def _fix(session: WriteSession, execution_id: str, seen: Seen, now: Observation, *, actor: str, reason: str) -> str:
    execution = session.get(WorkflowExecution, execution_id, with_for_update=True)
    if execution is None:
        raise NotFound("execution", execution_id)
    if execution.status is not seen.status:
        raise Conflict(f"Its status is {execution.status.lower()} now. Look at it again.")
    done = proposal_of(execution.status, now.runtime_status)
    steps = path(execution.status, now.runtime_status)
    if now.runtime_status is RuntimeStatus.NOT_FOUND:
        now = replace(now, failure=_LOST)
    for step in steps:
        execution.status = step
    note_seen(session, execution, now)
    before: JsonObject = {"status": seen.status.value, "runtimeStatus": str(seen.runtime_status)}
    after: JsonObject = {"status": execution.status.value, "runtimeStatus": now.runtime_status.value}
    record(
        session, actor, "execution.fix_drift", ("execution", execution_id), before=before, after=after, reason=reason
    )
    return done
