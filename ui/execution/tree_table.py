"""The list of executions as trees that open in place."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from domain.vocabulary import ExecutionStatus
from services.list_executions import ExecutionRow
from services.list_trees import MOST_CHILDREN, TreeRow, list_trees
from ui.execution.table import execution_columns
from ui.filters import carried
from ui.table import Column, show_table
from ui.times import duration

OPEN = "open"
MOST_OPEN = 30
_INDENT = "\u2003"


def show_trees(found: Sequence[ExecutionRow], *, key: str, columns: Sequence[str], zone: str = "UTC") -> None:
    """The rows of a page under their roots; a press on what is below opens or closes it, and the address keeps that."""
    opened, filters = _opened(), carried()
    rows = list_trees(found, opened)
    known = execution_columns(datetime.now(UTC), zone)
    family: list[Column[TreeRow]] = [
        Column("Name", _name, width=300),
        Column("Below", lambda row: _below(row, opened), "press", width=165, help="Press to open or close."),
        Column("Worst", lambda row: row.below.worst if row.below else None, "status", ExecutionStatus, width=118),
        Column("Family took", _took, width=105, help="From the start to the last end below it."),
    ]
    own = [_of_execution(known[name]) for name in columns if name in known]
    show_table(
        rows,
        [*family, *own],
        key=key,
        opens=lambda row: ("execution", {"id": row.execution.id, **filters}),
        press=lambda row: _toggle(row.execution.id),
    )
    st.caption(
        f"● was found; the others stand around it. Of an opened execution at most {MOST_CHILDREN} children show."
    )


def _of_execution(column: Column[ExecutionRow]) -> Column[TreeRow]:
    return Column(
        column.label,
        lambda row: column.value(row.execution),
        column.kind,
        column.statuses,
        width=column.width,
        help=column.help,
        zone=column.zone,
    )


def _name(row: TreeRow) -> str:
    return f"{_INDENT * min(row.depth, 20)}{'● ' if row.is_found else '○ '}{row.execution.name}"


def _below(row: TreeRow, opened: Sequence[str]) -> str | None:
    if row.below is None:
        return None
    sign = "▾" if row.execution.id in opened else "▸"
    return f"{sign} {row.below.failed:,} of {row.below.total:,} failed"


def _took(row: TreeRow) -> str | None:
    return None if row.family_took is None else duration(row.family_took)


def _opened() -> list[str]:
    return [each for each in (st.query_params.get(OPEN) or "").split(",") if each][:MOST_OPEN]


def _toggle(execution_id: str) -> None:
    opened = _opened()
    left = [each for each in opened if each != execution_id]
    now = left if execution_id in opened else [*opened, execution_id][-MOST_OPEN:]
    if now:
        st.query_params[OPEN] = ",".join(now)
    elif OPEN in st.query_params:
        del st.query_params[OPEN]
