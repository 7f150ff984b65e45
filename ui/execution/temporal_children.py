"""What custom workflows started on Temporal by themselves: asked at a gentle rate, shown beside the executions."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import streamlit as st

from domain.errors import PointsmanError, shorten
from domain.looks import look
from domain.vocabulary import RuntimeStatus
from services.list_temporal_children import LARGEST_FAMILY, TemporalChild, list_temporal_children
from services.read_family import Family
from ui.escape import escape
from ui.execution.asking import ask
from ui.execution.head import temporal_url
from ui.table import Column, show_table
from ui.times import duration
from ui.wording import counted

FRESH_FOR = timedelta(seconds=10)


@dataclass(frozen=True)
class Found:
    """What Temporal told last, and why nothing newer is known (a sentence)."""

    asked_at: datetime
    children: tuple[TemporalChild, ...] = ()
    trouble: str | None = None


def find_children(family: Family) -> Found:
    """Ask Temporal, at most every ten seconds, and only where the family has a custom execution."""
    key, now = f"temporal.children.{family.root_id}", datetime.now(UTC)
    if not any(member.is_custom for member in family.members):
        return Found(now)
    before: Found | None = st.session_state.get(key)
    if before is not None and now - before.asked_at < FRESH_FOR:
        return before
    try:
        found = Found(now, ask(lambda: list_temporal_children(family)))
    except PointsmanError as error:
        trouble = f"{error} What custom workflows started by themselves may be missing here."
        found = Found(now, before.children if before else (), trouble)
    st.session_state[key] = found
    return found


def show_chosen(child: TemporalChild) -> None:
    """Who the clicked workflow is, and the way to it in the Temporal UI."""
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        about = f"**{escape(shorten(child.name, 80))}** · {look(child.runtime_status).text} · {escape(child.id)}"
        st.markdown(about, width="stretch")
        url = temporal_url(child.id)
        if url:
            st.link_button("Open in the Temporal UI", url, icon=":material/open_in_new:", type="tertiary")
        else:
            st.caption("It has no execution here.", width="content")


def show_children(found: Found, key: str) -> None:
    """Trouble as a sentence, and the workflows as a list."""
    if found.trouble:
        st.info(escape(found.trouble), icon=":material/cloud_off:")
    if not found.children:
        return
    st.markdown("##### On Temporal only")
    more = " They are at least so many; no more are read." if len(found.children) >= LARGEST_FAMILY else ""
    told = f"{counted(len(found.children), 'workflow')} that custom workflows started by themselves.{more}"
    st.caption(f"{told} Pointsman stores nothing of them.")
    now = datetime.now(UTC)
    columns = [
        Column[TemporalChild]("Workflow type", lambda each: each.name, width=230),
        Column("Runtime", lambda each: each.runtime_status, "status", RuntimeStatus, width=125),
        Column("Workflow id", lambda each: each.id, width=300),
        Column("Started", lambda each: each.started_at, "moment", width=160),
        Column("Took", lambda each: _took(each, now), width=100),
        Column("Started by", lambda each: each.parent_id, width=300),
    ]
    if temporal_url("any") is not None:
        columns.insert(1, Column("Temporal UI", lambda each: temporal_url(each.id), "link", width=95))
    show_table(found.children, columns, key=key)


def _took(child: TemporalChild, now: datetime) -> str:
    return duration((child.closed_at or now) - child.started_at)
