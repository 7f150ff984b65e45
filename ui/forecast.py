"""Where the last inputs would go with a version: who takes another branch than before, and what cannot be told."""

import streamlit as st

from domain.errors import shorten
from domain.forecasting.comparing import Branch, Ending
from domain.forecasting.course import End
from domain.open_workflow.tasks import DIRECTIVES
from services.forecast import Forecast
from ui.escape import escape
from ui.links import link
from ui.wording import counted

MOST_BRANCHES = 6
MOST_NAMED = 3
_WAYS = {"continue": "to the next task", "exit": "out of its scope", "end": "to the end"}
_CONDITIONS = {"run": "run", "skip": "skipped"}


def show_forecast(found: Forecast | None) -> None:
    """A small panel; None is a forecast that cannot be made."""
    if found is None:
        st.markdown("None: only the worker of a custom template knows where its workflows branch.")
        return
    if found.too_large:
        st.caption(too_large(found.too_large, "input"))
    if not found.summary.inputs:
        st.markdown("None: no execution of this template is kept yet whose input could be tried.")
        return
    _show_headline(found)
    for branch in found.summary.branches[:MOST_BRANCHES]:
        st.caption(_branch(branch))
    if len(found.summary.branches) > MOST_BRANCHES:
        st.caption(f"and {counted(len(found.summary.branches) - MOST_BRANCHES, 'further decision')}")
    for ending in found.summary.endings[:MOST_NAMED]:
        st.caption(_ending(ending, found.summary.inputs))
    if found.found > found.summary.inputs:
        st.caption(f"{found.found - found.summary.inputs:,} more inputs were not tried: trying takes too long.")


def too_large(count: int, what: str) -> str:
    """That some were left out."""
    return f"{counted(count, what)} larger than 256 kB {'was' if count == 1 else 'were'} not tried."


def _show_headline(found: Forecast) -> None:
    summary = found.summary
    if found.against is None:
        st.markdown(f"With the last {counted(summary.inputs, 'input')}, as far as the input alone decides:")
        return
    others, than = len(summary.others), escape(found.against)
    of = f"the last {counted(summary.inputs, 'input')}"
    if not summary.branches and not others:
        st.markdown(f"No decision follows from {of} alone.")
        return
    if not others:
        st.markdown(f"None of {of} would take another branch than with {than}, as far as the input alone decides.")
        return
    would = "take another branch" if all(each.branches_off for each in summary.others) else "go or end otherwise"
    st.markdown(f":orange[:material/alt_route:] **{others:,}** of {of} would {would} than with {than}:")
    with st.container(horizontal=True, gap="small"):
        for each in summary.others[:MOST_NAMED]:
            link("execution", shorten(each.name, 40), id=each.id)
        if others > MOST_NAMED:
            st.caption(f"and {others - MOST_NAMED:,} more", width="content")


def _branch(branch: Branch) -> str:
    if branch.moves:
        told = ", ".join(f"{count:,} {_way(now)} instead of {_way(was)}" for (was, now), count in branch.moves)
        return f"{_code(branch.task)}: {told}"
    told = ", ".join(f"{count:,} {_way(to)}" for to, count in branch.leads)
    return f"{_code(branch.task)}{' is new' if branch.is_new else ''}: {told}"


def _ending(ending: Ending, inputs: int) -> str:
    which = "All" if ending.inputs == inputs else f"{ending.inputs:,} of {inputs:,}"
    where = _code(ending.at) if ending.at else "the beginning"
    if ending.end is End.OPEN:
        how = "" if ending.inputs == inputs else f" for {ending.inputs:,} of {inputs:,}"
        return f"Cannot be told{how}: {where} depends on {_marked(ending.because)}."
    if ending.end is End.REFUSED:
        return f"{which} would be refused by the input schema."
    return f"{which} would fail at {where}: {escape(shorten(ending.because, 160))}"


def _way(to: str) -> str:
    return _WAYS[to] if to in DIRECTIVES else _CONDITIONS.get(to) or f"to {_code(to)}"


def _code(text: str) -> str:
    return f"`{' '.join(shorten(text, 60).replace('`', 'ˋ').split())}`"


def _marked(text: str) -> str:
    """A reason names tasks and arguments between backticks."""
    parts = text.split("`")
    if len(parts) != 3:
        return escape(text)
    return f"{escape(parts[0])}{_code(parts[1])}{escape(parts[2])}"
