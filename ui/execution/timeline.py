"""What Temporal's history tells of a run, in order, a page at a time from its end."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import streamlit as st

from domain.errors import NotFound
from domain.idling import FoldedTime, Silence, silences
from runtime.contracts import TaskStatus
from services.read_timeline import START, Place, Timeline, TimelineRow, of_run, read_timeline
from ui.execution.asking import ask
from ui.execution.event_facts import show_event_facts
from ui.execution.reach import how_far_read, how_far_searched
from ui.execution.runs import choose_run, download_runs, known_runs
from ui.execution.sight import Sight
from ui.live import live
from ui.table import Column, show_table
from ui.times import duration

EVERY_SECONDS = 4
FRESH_FOR = timedelta(seconds=30)
EVENTS_A_SECOND = 200
"""A search of many events is repeated less often."""
BARS = 40
IDLE = "Idle"
GONE = (
    "Temporal has no history of this execution: it never ran there, or its history was kept for a time that is over. "
    "What Pointsman stored is still shown on the other tabs."
)


def show_timeline(sight: Sight) -> None:
    """The timeline; its newest page is refreshed while the execution is open."""
    live(EVERY_SECONDS if sight.is_open else None)(_follow)(sight.execution.id)


def _follow(execution_id: str) -> None:
    key = f"timeline.{execution_id}"
    places: list[Place] = st.session_state.setdefault(f"{key}.places", [START])
    only_trouble = _bar(execution_id, places[-1].spot.run_id, key)
    try:
        timeline = _found(execution_id, places[-1], key) if only_trouble else _page(execution_id, places[-1])
    except NotFound:
        st.info(GONE, icon=":material/history_toggle_off:")
        return
    _turn(timeline, places, key)
    st.caption(how_far_searched(timeline) if only_trouble else how_far_read(timeline))
    if timeline.rows:
        _table(timeline.rows, key)
    elif not only_trouble:
        st.caption("Nothing yet.")
    chosen: TimelineRow | None = st.session_state.get(f"{key}.chosen")
    if chosen is not None:
        show_event_facts(execution_id, chosen, key=key)


def _page(execution_id: str, place: Place) -> Timeline:
    return ask(lambda: read_timeline(execution_id, place))


def _found(execution_id: str, place: Place, key: str) -> Timeline:
    """What a search found, kept for a while: it may have read many pages."""
    before: tuple[datetime, Place, Timeline] | None = st.session_state.get(f"{key}.found")
    now = datetime.now(UTC)
    if before is not None and before[1] == place:
        events = timedelta(seconds=before[2].events_read / EVENTS_A_SECOND)
        if now - before[0] < max(FRESH_FOR, events):
            return before[2]
    with st.spinner("Looking through the history …"):
        found = ask(lambda: read_timeline(execution_id, place, only_trouble=True))
    st.session_state[f"{key}.found"] = (now, place, found)
    return found


def _bar(execution_id: str, run_id: str | None, key: str) -> bool:
    known = known_runs(execution_id)
    choose_run(known, run_id, key=f"{key}.run", on_choose=lambda chosen: _begin_anew(key, of_run(chosen)))
    again = (key, of_run(run_id) if run_id else START)
    with st.container(horizontal=True, vertical_alignment="center"):
        only = st.toggle(
            "Only failed or open", key=f"{key}.only", on_change=_begin_anew, args=again, help="Reads on to find them"
        )
        st.space("stretch")
        download_runs(execution_id, known, run_id)
    return only


def _begin_anew(key: str, place: Place) -> None:
    st.session_state[f"{key}.places"] = [place]
    st.session_state.pop(f"{key}.chosen", None)


def _turn(timeline: Timeline, places: list[Place], key: str) -> None:
    """The ways to older and newer pages."""
    if len(places) == 1 and timeline.older is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(places) > 1 and st.button("Later", key=f"{key}.later", icon=":material/arrow_downward:"):
            places.pop()
            st.rerun(scope="fragment")
        if timeline.older is not None and st.button("Earlier", key=f"{key}.earlier", icon=":material/arrow_upward:"):
            places.append(timeline.older)
            st.rerun(scope="fragment")


def _table(rows: Sequence[TimelineRow], key: str) -> None:
    now = datetime.now(UTC)
    moments = [moment for row in rows for moment in (row.started_at, row.ended_at or now)]
    idle = silences(moments)
    axis, began = FoldedTime(moments, idle), min(moments)
    columns = [
        Column[TimelineRow]("What", lambda row: row.name, width=230),
        Column("Status", lambda row: None if row.kind == IDLE else row.status, "status", TaskStatus, width=120),
        Column("When", lambda row: _bars(axis, row, now), "bars", width=170, help="Long silences are folded."),
        Column("Took", lambda row: _took(row, now), width=90),
        Column("Events", _numbers, "press", width=90, help="Shows the events themselves, and the child execution."),
        Column("Attempts", _attempts, "number", width=80),
        Column("Kind", lambda row: row.kind, width=150),
        Column("At", lambda row: row.started_at, "moment", width=160),
        Column("After", lambda row: f"+{duration(row.started_at - began)}", width=95, help="Since the first of these."),
        Column("Detail", lambda row: row.detail, width="large"),
    ]
    shown = [*_with_silences(rows, idle)]
    show_table(shown, columns, key=f"{key}.table", press=lambda row: _choose(key, row))


def _choose(key: str, row: TimelineRow) -> None:
    """The events of a row are shown below the table until they are pressed again."""
    before: TimelineRow | None = st.session_state.get(f"{key}.chosen")
    again = before is not None and before.events[:1] == row.events[:1]
    st.session_state[f"{key}.chosen"] = row if row.events and not again else None


def _with_silences(rows: Sequence[TimelineRow], idle: Sequence[Silence]) -> list[TimelineRow]:
    """The rows with a line for each silence, before the first row that began after it."""
    told = [
        TimelineRow(0, f"Nothing for {duration(each.length)}", IDLE, each.begin, TaskStatus.SKIPPED, each.end)
        for each in idle
    ]
    return sorted([*rows, *told], key=lambda row: (row.started_at, row.kind == IDLE))


def _bars(axis: FoldedTime, row: TimelineRow, now: datetime) -> list[float]:
    return [] if row.kind == IDLE else axis.bars(row.started_at, row.ended_at or now, BARS)


def _attempts(row: TimelineRow) -> int | None:
    return row.attempts if row.activity_id else None


def _numbers(row: TimelineRow) -> str:
    if not row.events:
        return "–"
    more = f" +{len(row.events) - 1}" if len(row.events) > 1 else ""
    return f"{row.events[0].id}{more}"


def _took(row: TimelineRow, now: datetime) -> str | None:
    if row.ended_at == row.started_at or row.kind == IDLE:
        return None
    return duration((row.ended_at or now) - row.started_at)
