"""The groups of failures as a table, of which one is chosen."""

from collections.abc import Sequence

import streamlit as st

from domain.vocabulary import ExecutionStatus
from services.read_recovery import FailureGroupRow
from ui.links import query
from ui.table import Column, show_table


def show_groups(groups: Sequence[FailureGroupRow]) -> FailureGroupRow | None:
    """The table; gives the group that the address names, or else the largest."""
    columns = [
        Column[FailureGroupRow]("Failures", lambda row: f"{row.count:,}", width=90, help="Press to choose the group"),
        Column("Status", lambda row: row.status, "status", statuses=ExecutionStatus, width=130),
        Column("Template", lambda row: row.template_name, width=200),
        Column("Task", lambda row: task_of(row), width=150),
        Column("Error", error_of, width=420),
        Column("Owner", lambda row: row.owner, width=150),
        Column("Note", lambda row: row.note, width=180),
        Column("First", lambda row: row.first, "moment", width=150),
        Column("Last", lambda row: row.last, "moment", width=150),
    ]
    kept = {name: value for name in ("template", "mine") if (value := query(name))}
    show_table(
        groups,
        columns,
        key="recovery.groups",
        opens=lambda row: ("recovery", {"group": row.id, **kept}),
        height=420 if len(groups) > 11 else None,
    )
    asked = st.query_params.get("group")
    return next((row for row in groups if row.id == asked), groups[0])


def task_of(row: FailureGroupRow) -> str:
    """The name of the task: the end of its JSON Pointer."""
    return row.task.rstrip("/").rpartition("/")[2].replace("~1", "/").replace("~0", "~")


def error_of(row: FailureGroupRow) -> str:
    """What went wrong, or that nothing is known."""
    return row.error or "No error is known"
