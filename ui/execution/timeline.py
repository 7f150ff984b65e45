"""What Temporal's history tells of a run, in order."""

from datetime import UTC, datetime

import streamlit as st

from domain.errors import NotFound
from runtime.contracts import TaskStatus
from services.read_timeline import PAGE, TimelineRow, read_timeline
from ui.execution.asking import ask
from ui.execution.sight import Sight
from ui.live import live
from ui.table import Column, show_table
from ui.times import duration

EVERY_SECONDS = 4


def show_timeline(sight: Sight) -> None:
    """The timeline, refreshed while the execution is open."""
    live(EVERY_SECONDS if sight.is_open else None)(_follow)(sight.execution.id)


def _follow(execution_id: str) -> None:
    wanted = f"timeline.events.{execution_id}"
    most = st.session_state.setdefault(wanted, PAGE)
    try:
        timeline = ask(lambda: read_timeline(execution_id, most_events=most))
    except NotFound:
        st.info(
            "Temporal has no history of this execution: it never ran there, or its history is not kept any more. "
            "What Pointsman stored is still shown on the other tabs.",
            icon=":material/history_toggle_off:",
        )
        return
    _table(timeline.rows, execution_id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{timeline.events_read:,} events of Temporal's history", width="content")
        if timeline.has_more and st.button("Read more", key=f"timeline.more.{execution_id}"):
            st.session_state[wanted] = most + 2 * PAGE
            st.rerun(scope="fragment")


def _table(rows: tuple[TimelineRow, ...], execution_id: str) -> None:
    began = rows[0].started_at if rows else datetime.now(UTC)
    columns = [
        Column[TimelineRow]("What", lambda row: row.name, width=240),
        Column("Status", lambda row: row.status, "status", TaskStatus, width=125),
        Column("Kind", lambda row: row.kind, width=150),
        Column("At", lambda row: row.started_at, "moment", width=160),
        Column("After", lambda row: f"+{duration(row.started_at - began)}", width=95, help="Since the run began."),
        Column("Took", _took, width=95),
        Column("Attempts", lambda row: row.attempts, "number", width=80),
        Column("Detail", lambda row: row.detail, width="large"),
    ]
    show_table(rows, columns, key=f"timeline.{execution_id}")


def _took(row: TimelineRow) -> str | None:
    if row.ended_at == row.started_at:
        return None
    return duration((row.ended_at or datetime.now(UTC)) - row.started_at)
