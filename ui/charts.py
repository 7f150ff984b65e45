"""Charts in the status colours, readable on light and dark ground."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol

import altair as alt
import pandas as pd
import streamlit as st

from domain.looks import TONES, looks_of
from domain.vocabulary import ExecutionStatus


class Moved(Protocol):
    """When the points of a template were moved (UTC), and to which version; None: switched off."""

    @property
    def at(self) -> datetime: ...
    @property
    def template_name(self) -> str: ...
    @property
    def version(self) -> str | None: ...
    @property
    def by(self) -> str: ...


class DayCount(Protocol):
    """How many executions of one status were created on one day (UTC)."""

    @property
    def day(self) -> date: ...
    @property
    def status(self) -> ExecutionStatus: ...
    @property
    def count(self) -> int: ...


Bar = tuple[date, ExecutionStatus]
_DAY = alt.X(
    "yearmonthdate(day):O",
    title=None,
    axis=alt.Axis(format="%d %b", labelAngle=0, ticks=False, labelOverlap=True),
)
_PRESSED = "pressed"
_MOST_TOLD = 6


def show_executions_per_day(
    counts: Sequence[DayCount], moves: Sequence[Moved] = (), *, key: str, height: int = 240
) -> Bar | None:
    """Stacked bars: executions per day (UTC) by status, with a mark on each day on which points were moved.

    Returns the bar that was clicked just now.
    """
    bars, marks = _bars(counts), _marks(moves)
    chart = (alt.layer(bars, marks) if moves else alt.layer(bars)).properties(height=height)
    event = st.altair_chart(chart, alt="Executions per day by status", key=key, on_select="rerun")
    return _clicked(event)


def _bars(counts: Sequence[DayCount]) -> alt.Chart:
    looks = looks_of(ExecutionStatus)
    order = {status: number for number, status in enumerate(looks)}
    frame = pd.DataFrame(
        [
            (pd.Timestamp(each.day), looks[each.status].text, each.count, order[each.status], _name(each))
            for each in counts
        ],
        columns=["day", "status", "count", "order", "bar"],
    )
    colours = alt.Scale(
        domain=[each.text for each in looks.values()], range=[TONES[each.tone] for each in looks.values()]
    )
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar(cornerRadius=2, width={"band": 0.75}, cursor="pointer")
        .encode(
            x=_DAY,
            y=alt.Y("count:Q", title=None, axis=alt.Axis(tickMinStep=1, domain=False, ticks=False)),
            color=alt.Color(
                "status:N", scale=colours, legend=alt.Legend(title=None, orient="top", offset=14, padding=0)
            ),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("yearmonthdate(day):T", title="Day", format="%A, %d %B %Y"),
                alt.Tooltip("status:N", title="Status"),
                alt.Tooltip("count:Q", title="Executions", format=","),
            ],
        )
        .add_params(alt.selection_point(_PRESSED, fields=["bar"], toggle=False))
    )
    return chart


def _marks(moves: Sequence[Moved]) -> alt.Chart:
    told: dict[date, list[str]] = {}
    for move in moves:
        what = f"{move.version} activated" if move.version else "switched off"
        told.setdefault(move.at.date(), []).append(f"{move.at:%H:%M} {move.template_name} {what} by {move.by}")
    frame = pd.DataFrame(
        [(pd.Timestamp(day), "\n".join(_cut(lines)), len(lines)) for day, lines in told.items()],
        columns=["day", "moves", "number"],
    )
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_point(shape="diamond", size=70, filled=True, color=TONES["violet"], opacity=1)
        .encode(
            x=_DAY,
            y=alt.value(-9),
            tooltip=[
                alt.Tooltip("yearmonthdate(day):T", title="Day", format="%A, %d %B %Y"),
                alt.Tooltip("moves:N", title="Points moved"),
            ],
        )
    )
    return chart


def _cut(lines: list[str]) -> list[str]:
    left = len(lines) - _MOST_TOLD
    return lines if left <= 0 else [*lines[:_MOST_TOLD], f"and {left} more"]


def _name(bar: DayCount) -> str:
    return f"{bar.day.isoformat()} {bar.status.value}"


def _clicked(event: Any) -> Bar | None:
    chosen = event["selection"].get(_PRESSED) if event else None
    if not chosen:
        return None
    day, status = chosen[0]["bar"].split(" ")
    return date.fromisoformat(day), ExecutionStatus(status)
