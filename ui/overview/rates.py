"""How often each version fails and how long it takes."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from services.read_rates import VersionRate
from ui.links import go
from ui.table import Column, show_table
from ui.times import duration

FAILED = "FAILED,FAILED_TO_START"


def show_rates(rates: Sequence[VersionRate], since: date) -> None:
    """A table of versions; the first column leads to the executions of one, its failures to those that failed."""
    if not rates:
        st.caption("Nothing was started in these days.")
        return
    columns = [
        Column[VersionRate]("Version", lambda each: f"{each.template_name} {each.version}", width=300),
        Column("Executions", lambda each: each.executions, "number", width=110),
        Column("Failed", _failed, "press", width=90, help="Press to see them"),
        Column("Failure rate", _percent, width=110, help="Of those that have ended"),
        Column("Median", lambda each: _span(each.median_ms), width=110, help="From start to completion"),
        Column("95 %", lambda each: _span(each.slow_ms), width=110, help="95 of 100 completed ones took no longer"),
    ]
    show_table(
        rates,
        columns,
        key="rates",
        opens=lambda each: ("executions", _those_of(each, since)),
        press=lambda each: _follow_failed(each, since),
    )
    _go_on()


def _those_of(rate: VersionRate, since: date) -> dict[str, str]:
    return {"template": rate.template_id, "version": rate.version_id, "from": since.isoformat()}


def _follow_failed(rate: VersionRate, since: date) -> None:
    st.session_state["rates.failed"] = {**_those_of(rate, since), "status": FAILED}


def _go_on() -> None:
    query = st.session_state.pop("rates.failed", None)
    if query:
        go("executions", **query)


def _failed(rate: VersionRate) -> str | None:
    return f"{rate.failed:,}" if rate.failed else None


def _percent(rate: VersionRate) -> str | None:
    return None if rate.failure_rate is None else f"{rate.failure_rate:.1%}"


def _span(milliseconds: float | None) -> str | None:
    return None if milliseconds is None else duration(milliseconds / 1000)
