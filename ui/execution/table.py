"""The columns of every list of executions."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from domain.executions import TERMINAL
from domain.vocabulary import ExecutionKind, ExecutionStatus, RuntimeStatus
from services.list_executions import ExecutionRow
from ui.filters import carried
from ui.table import Column, show_table
from ui.times import ago, duration

RUNTIME_HELP = "What Temporal said when it was last asked."
STANDARD = ("template", "status", "runtime", "marks", "age", "took", "created", "origin", "starter")
"""The columns that a list has when nobody chose any; the name is always there."""


def execution_columns(now: datetime, zone: str = "UTC") -> Mapping[str, Column[ExecutionRow]]:
    """Every column that a list of executions may have, by the name that the address knows it by."""
    return {
        "template": Column("Template", lambda row: f"{row.template_name} {row.version}", width=190),
        "waiting": Column("Waiting since", lambda row: row.waiting_since, "moment", width=155, zone=zone),
        "status": Column("Status", lambda row: row.status, "status", ExecutionStatus, width=118),
        "runtime": Column(
            "Runtime", lambda row: row.runtime_status, "status", RuntimeStatus, width=118, help=RUNTIME_HELP
        ),
        "marks": Column(
            "Marks",
            marks,
            width=105,
            help="Test runs, children, an open human task, and drift: status and runtime status disagree.",
        ),
        "age": Column("Age", lambda row: ago(row.created_at, now), width=90),
        "took": Column("Duration", lambda row: _duration(row, now), width=95),
        "created": Column("Created", lambda row: row.created_at, "moment", width=155, zone=zone),
        "started": Column("Started", lambda row: row.started_at, "moment", width=155, zone=zone),
        "closed": Column("Ended", lambda row: row.closed_at, "moment", width=155, zone=zone),
        "origin": Column("Origin", _origin, width=80),
        "starter": Column("Started by", lambda row: row.started_by, width=150),
        "customer": Column("Customer", lambda row: row.customer_id, width=130),
        "entity": Column("Entity", lambda row: row.entity_id, width=200),
        "request": Column("Service request", lambda row: row.service_request_id, width=150),
        "failure": Column("Failure", lambda row: row.failure_type, width=150),
        "id": Column("Id", lambda row: row.id, width=220),
    }


def show_executions(
    rows: Sequence[ExecutionRow], *, key: str, columns: Sequence[str] = STANDARD, zone: str = "UTC"
) -> None:
    """A table whose rows lead to the executions; ``columns`` are names of ``execution_columns``."""
    known, filters = execution_columns(datetime.now(UTC), zone), carried()
    name = Column[ExecutionRow]("Name", lambda row: row.name, width=230)
    shown = [name, *(known[each] for each in columns if each in known)]
    show_table(rows, shown, key=key, opens=lambda row: ("execution", {"id": row.id, **filters}))


def marks(row: ExecutionRow) -> str | None:
    """What is special about an execution, in words; None when nothing is."""
    found = (
        "⚠ Drift" if row.drifts else "",
        "◷ Waits" if row.waiting_since else "",
        "△ Test run" if row.kind is ExecutionKind.TEST else "",
        "↳ Child" if row.parent_id else "",
    )
    return " · ".join(filter(None, found)) or None


def _origin(row: ExecutionRow) -> str:
    return "backend" if row.origin is None else row.origin.value.lower()


def _duration(row: ExecutionRow, now: datetime) -> str | None:
    if row.took_ms is not None:
        return duration(timedelta(milliseconds=row.took_ms))
    if row.started_at is None or row.status in TERMINAL:
        return None
    return duration((row.closed_at or now) - row.started_at)
