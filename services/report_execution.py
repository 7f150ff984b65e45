"""What the engine reports of the executions that it runs."""

from datetime import datetime

from domain.executions import TERMINAL, Observation
from domain.json_types import JsonObject
from domain.vocabulary import RuntimeStatus
from services._observe import apply_observation
from storage.database import transaction
from storage.own_tables import ExecutionRun
from storage.shared_tables import WorkflowExecution, utc_now


def report_started(execution_id: str, run_id: str, started_at: datetime) -> None:
    """Note that Temporal runs the execution. ``started_at`` is an aware UTC time. Unknown ids are ignored."""
    seen = Observation(RuntimeStatus.RUNNING, utc_now(), run_id=run_id, started_at=started_at)
    with transaction() as session:
        apply_observation(session, execution_id, seen)


def report_waiting(execution_id: str, run_id: str, started_at: datetime, waiting_since: datetime | None) -> None:
    """Note since when the execution waits for a person; None: for none any more. Times are aware, UTC.

    Once the execution has ended, a late report changes nothing. Unknown ids are ignored.
    """
    seen = Observation(RuntimeStatus.RUNNING, utc_now(), run_id=run_id, started_at=started_at)
    with transaction() as session:
        execution = session.get(WorkflowExecution, execution_id, with_for_update=True)
        if execution is None or execution.status in TERMINAL:
            return
        apply_observation(session, execution_id, seen)
        run = session.get(ExecutionRun, execution_id)
        if run is not None:
            run.waiting_since, run.waiting_told_at = waiting_since, seen.observed_at


def report_ended(
    execution_id: str, run_id: str, runtime_status: RuntimeStatus, closed_at: datetime, failure: JsonObject | None
) -> None:
    """Note how a run ended; ``failure`` is an RFC 9457 problem. A repeated report changes nothing."""
    seen = Observation(runtime_status, utc_now(), run_id=run_id, closed_at=closed_at, failure=failure)
    with transaction() as session:
        apply_observation(session, execution_id, seen)
