"""What was active when, by whom and why; and what was active on one day, or at one moment of it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import streamlit as st

from services.read_history import History, Period, read_history
from ui.escape import escape
from ui.filters import choose_day, choose_time
from ui.table import HEAD_PIXELS, ROW_PIXELS, Column, show_table
from ui.times import duration, utc

MOST_ROWS = 10
NOT_RECORDED = "not recorded"


def show_periods(template_id: str) -> None:
    """The question for a day or a moment, its answer, and all periods, the newest first."""
    history = read_history(template_id)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader("What was active when", anchor=False, width="stretch")
        with st.container(width=220):
            day = choose_day("What was active on", "on", help="A day in UTC, from midnight to midnight")
        with st.container(width=150):
            at = choose_time("at (UTC)", "at", help="A moment of that day; empty for all of it") if day else None
    if day:
        now = datetime.now(UTC)
        told = answer_at(history, datetime.combine(day, at, UTC), now) if at else answer(history, day, now)
        with st.container(border=True, gap="small"):
            for sentence in told:
                st.markdown(sentence)
    rows = history.periods
    pixels = HEAD_PIXELS + MOST_ROWS * ROW_PIXELS + ROW_PIXELS // 2 if len(rows) > MOST_ROWS else None
    show_table(rows, _COLUMNS, key="template.periods", height=pixels)
    if not history.is_whole:
        st.caption("Older moves are kept in the ledger, but are not shown.")


def answer(history: History, day: date, now: datetime) -> list[str]:
    """What was active on ``day`` (UTC), in sentences of Markdown; honest where nobody knows."""
    begin = datetime.combine(day, time(), UTC)
    end = begin + timedelta(days=1)
    if begin > now:
        return [f"{day:%-d %B %Y} has not come yet."]
    if end <= history.created_at:
        return [f"On {day:%-d %B %Y} this template did not exist: it was made at {utc(history.created_at)}."]
    found = history.between(begin, min(end, now))
    unsure = [each for each in found if not (each.is_start_known and each.is_end_known)]
    told = [f"**{day:%-d %B %Y}** (UTC):", *(f"- {_sentence(each, _times_of_day(each, begin, end))}" for each in found)]
    return [told[0], "\n".join(told[1:]), *([_UNSURE] if unsure else [])]


def answer_at(history: History, moment: datetime, now: datetime) -> list[str]:
    """What was active at ``moment`` (UTC), in sentences of Markdown; honest where nobody knows."""
    when = f"{moment:%-d %B %Y, %H:%M:%S} UTC"
    if moment > now:
        return [f"{when} has not come yet."]
    if moment < history.created_at:
        return [f"On {when} this template did not exist: it was made at {utc(history.created_at)}."]
    found = history.between(moment, moment + timedelta(microseconds=1))
    unsure = [each for each in found if not (each.is_start_known and each.is_end_known)]
    told = [f"**{when}**:", *(f"- {_sentence(each, _whole_time(each))}" for each in found)]
    return [told[0], "\n".join(told[1:]), *([_UNSURE] if unsure else [])]


_UNSURE = (
    ":gray[:material/help: What is not recorded happened before the ledger began, or was done past Pointsman. The "
    "truth of such a time is one of the versions that are named.]"
)


def _sentence(period: Period, times: Sequence[str]) -> str:
    what = f"**{escape(period.version)}** was active" if period.version_id else "**no version** was active"
    by = f", moved by {escape(period.by)} at {utc(period.since)}" if period.by else ""
    return f"{what} {' '.join(times)}{by}{f': “{escape(period.why)}”' if period.why else '.'}"


def _times_of_day(period: Period, begin: datetime, end: datetime) -> list[str]:
    """Beginning and end where they are on that day, or where they are not recorded."""
    began = period.since is not None and period.since >= begin
    ended = period.until is not None and period.until < end
    times = [_began(period)] if began or not period.is_start_known else []
    times += [_ended(period)] if ended or not period.is_end_known else []
    return times or ["all day"]


def _whole_time(period: Period) -> list[str]:
    """Beginning and end, whenever they were."""
    began = f"from {utc(period.since)}" if period.is_start_known else _began(period)
    ended = f"until {utc(period.until)}" if period.until else "until now"
    return [began, ended if period.is_end_known else _ended(period)]


def _began(period: Period) -> str:
    if period.is_start_known:
        return f"from {period.since:%H:%M:%S}"
    return "from a time that is not recorded" + (f", after {utc(period.since)}," if period.since else ",")


def _ended(period: Period) -> str:
    if period.is_end_known:
        return f"until {period.until:%H:%M:%S}"
    return "until a time that is not recorded" + (f", before {utc(period.until)}" if period.until else "")


def _lasted(period: Period) -> str:
    if not (period.is_start_known and period.is_end_known) or period.since is None:
        return NOT_RECORDED
    return duration((period.until or datetime.now(UTC)) - period.since)


def _from(period: Period) -> str:
    if period.is_start_known:
        return utc(period.since)
    return f"after {utc(period.since)}" if period.since else NOT_RECORDED


def _until(period: Period) -> str:
    if not period.is_end_known:
        return f"before {utc(period.until)}" if period.until else NOT_RECORDED
    return utc(period.until) if period.until else "now"


_COLUMNS: Sequence[Column[Period]] = [
    Column("Active", lambda row: row.version or "none (off)", width=100),
    Column("From", _from, width=200),
    Column("Until", _until, width=200),
    Column("For", _lasted, width=110),
    Column("By", lambda row: row.by or ("–" if row.is_start_known else NOT_RECORDED), width=160),
    Column("Reason", lambda row: row.why, width=300),
]
