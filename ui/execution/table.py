"""The columns of every list of executions."""

from collections.abc import Sequence
from datetime import UTC, datetime

from domain.executions import TERMINAL, drifts
from domain.vocabulary import ExecutionKind, ExecutionStatus, RuntimeStatus
from services.list_executions import ExecutionRow
from ui.filters import carried
from ui.table import Column, show_table
from ui.times import ago, duration

RUNTIME_HELP = "What Temporal said when it was last asked."


def show_executions(rows: Sequence[ExecutionRow], *, key: str) -> None:
    """A table whose rows lead to the executions."""
    now = datetime.now(UTC)
    columns = [
        Column[ExecutionRow]("Name", lambda row: row.name, width=230),
        Column("Template", lambda row: f"{row.template_name} {row.version}", width=190),
        Column("Status", lambda row: row.status, "status", ExecutionStatus, width=118),
        Column("Runtime", lambda row: row.runtime_status, "status", RuntimeStatus, width=118, help=RUNTIME_HELP),
        Column("Marks", marks, width=105, help="Test runs, children, and drift: status and runtime status disagree."),
        Column("Age", lambda row: ago(row.created_at, now), width=90),
        Column("Duration", lambda row: _duration(row, now), width=95),
        Column("Created", lambda row: row.created_at, "moment", width=155),
        Column("Origin", _origin, width=80),
        Column("Started by", lambda row: row.started_by, width=150),
    ]
    filters = carried()
    show_table(rows, columns, key=key, opens=lambda row: ("execution", {"id": row.id, **filters}))


def marks(row: ExecutionRow) -> str | None:
    """What is special about an execution, in words; None when nothing is."""
    found = (
        "⚠ Drift" if drifts(row.status, row.runtime_status) else "",
        "△ Test run" if row.kind is ExecutionKind.TEST else "",
        "↳ Child" if row.parent_id else "",
    )
    return " · ".join(filter(None, found)) or None


def _origin(row: ExecutionRow) -> str:
    return "backend" if row.origin is None else row.origin.value.lower()


def _duration(row: ExecutionRow, now: datetime) -> str | None:
    if row.started_at is None:
        return None
    if row.closed_at is None and row.status in TERMINAL:
        return None
    return duration((row.closed_at or now) - row.started_at)
