"""What a failed execution is held against: the last one of its template that completed before it."""

from datetime import datetime

import streamlit as st

from domain.diverging import Parting, first_parting
from domain.errors import shorten
from domain.looks import look
from runtime.contracts import TaskStatus
from services.find_last_good import LastGood, find_last_good
from services.get_execution import ExecutionDetail, get_execution
from services.get_version import get_version
from ui.compare.changes import list_changes
from ui.compare.comparison import compare
from ui.escape import escape
from ui.execution.run_state import known_tasks
from ui.links import link
from ui.times import ago, duration, utc

MOST_CHANGES = 6


def show_last_good(failed: ExecutionDetail) -> None:
    """Draw it with the first task that fared otherwise, and what differs in input and version."""
    st.markdown("##### The last good run")
    good = find_last_good(failed.id)
    if good is None:
        st.caption("Nothing of this template has completed before it, so there is nothing to hold it against.")
        return
    link("execution", shorten(good.name, 60), id=good.id)
    before = duration(failed.created_at - good.created_at)
    st.caption(escape(f"Version {good.version} · started {before} before this one, {ago(good.created_at)}"))
    _show_parting(failed, good)
    _show_input(good)
    _show_version(failed, good)


def _show_parting(failed: ExecutionDetail, good: LastGood) -> None:
    st.markdown("**Where they part**")
    if failed.is_custom:
        st.caption("Only the own worker of this template knows its tasks, so they cannot be compared.")
        return
    mine, theirs = known_tasks(failed), known_tasks(get_execution(good.id))
    if mine.state is None or theirs.state is None:
        whose = "this run" if mine.state is None else "the good run"
        trouble = (mine if mine.state is None else theirs).trouble or ""
        st.caption(escape(f"The tasks of {whose} cannot be compared. {trouble}"))
        return
    parting = first_parting(mine.state.tasks, theirs.state.tasks)
    st.markdown(_parted(parting))
    if mine.state.forgotten_tasks or theirs.state.forgotten_tasks:
        st.caption("Of long runs the newest visits alone are kept; an earlier difference would not be seen.")


def _parted(parting: Parting | None) -> str:
    if parting is None:
        return "Every task that ran here ran there with the same end; the good one went on from there."
    name, status = escape(shorten(parting.task.name, 60)), look(TaskStatus(parting.task.status)).word.lower()
    after = f" after **{escape(shorten(parting.after, 60))}**" if parting.after else ""
    if parting.other is None:
        return f"The first difference is **{name}**{after}: it ran here ({status}), the good run never came there."
    other = look(TaskStatus(parting.other)).word.lower()
    return f"The first difference is **{name}**{after}: {status} here, {other} there."


def _show_input(good: LastGood) -> None:
    st.markdown("**Input**")
    if good.changes is None:
        st.caption("The backend made one of the two, and its input is not stored here.")
    elif not good.changes:
        st.caption("Both got the same input.")
    else:
        list_changes(good.changes, most=MOST_CHANGES)


def _show_version(failed: ExecutionDetail, good: LastGood) -> None:
    st.markdown("**Version**")
    if failed.version_id == good.version_id:
        st.caption(escape(f"Both ran {failed.version}."))
        return
    st.markdown(escape(f"This one ran {failed.version}, the good one {good.version}."))
    for move in good.moves[:1]:
        if move.since is not None:
            st.markdown(_activated(failed, move.since, move.by, move.why))
    comparison = compare(get_version(good.version_id), get_version(failed.version_id))
    list_changes(comparison.lines, most=MOST_CHANGES)
    link("compare", f"Compare {good.version} with {failed.version}", a=good.version_id, b=failed.version_id)


def _activated(failed: ExecutionDetail, since: datetime, by: str | None, why: str | None) -> str:
    before = duration(failed.created_at - since)
    told = f"{failed.version} was activated {before} before this started, at {utc(since)}"
    told += f" by {by}" if by else ""
    return escape(told + (f": {shorten(why, 200)}" if why else "."))
