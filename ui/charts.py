"""Charts in the status colours, readable on light and dark ground."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

import altair as alt
import pandas as pd
import streamlit as st

from domain.looks import TONES, looks_of
from domain.vocabulary import ExecutionStatus


class DayCount(Protocol):
    """How many executions of one status were created on one day (UTC)."""

    @property
    def day(self) -> date: ...
    @property
    def status(self) -> ExecutionStatus: ...
    @property
    def count(self) -> int: ...


def show_executions_per_day(counts: Sequence[DayCount], *, height: int = 240) -> None:
    """Stacked bars: executions per day (UTC) by status."""
    looks = looks_of(ExecutionStatus)
    order = {status: number for number, status in enumerate(looks)}
    frame = pd.DataFrame(
        [(pd.Timestamp(each.day), looks[each.status].text, each.count, order[each.status]) for each in counts],
        columns=["day", "status", "count", "order"],
    )
    colours = alt.Scale(
        domain=[each.text for each in looks.values()], range=[TONES[each.tone] for each in looks.values()]
    )
    chart = (
        alt.Chart(frame)
        .mark_bar(cornerRadius=2, width={"band": 0.75})
        .encode(
            x=alt.X(
                "yearmonthdate(day):O",
                title=None,
                axis=alt.Axis(format="%d %b", labelAngle=0, ticks=False, labelOverlap=True),
            ),
            y=alt.Y("count:Q", title=None, axis=alt.Axis(tickMinStep=1, domain=False, ticks=False)),
            color=alt.Color(
                "status:N", scale=colours, legend=alt.Legend(title=None, orient="top", offset=4, padding=0)
            ),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("yearmonthdate(day):T", title="Day", format="%A, %d %B %Y"),
                alt.Tooltip("status:N", title="Status"),
                alt.Tooltip("count:Q", title="Executions", format=","),
            ],
        )
        .properties(height=height)
    )
    st.altair_chart(chart, alt="Executions per day by status")
