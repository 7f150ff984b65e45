"""The story of an order: what came, which link it took, what it started, and how that fared."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from domain.errors import shorten
from domain.looks import Look
from domain.vocabulary import ExecutionStatus, Origin, Outcome, RuntimeStatus
from services.get_execution import ExecutionDetail
from services.read_order_story import MOST, Chapter, Thread, read_order_story
from ui.escape import escape
from ui.links import link
from ui.live import live
from ui.table import Column, Target, show_table
from ui.times import duration
from ui.wording import counted

STORY, LONGEST = "Order story", 60
WORDS = {Thread.SERVICE_REQUEST: "Service request", Thread.SUBSCRIPTION: "Subscription", Thread.CUSTOMER: "Customer"}
_FILTERS = {Thread.SERVICE_REQUEST: "request", Thread.SUBSCRIPTION: "subscription", Thread.CUSTOMER: "customer"}
ENABLED, DISABLED, NONE = Look("Enabled", "●", "green"), Look("Disabled", "◌", "gray"), Look("None", "∅", "gray")


def show_order_story(execution: ExecutionDetail) -> None:
    """Draw it, by what the reader chose to follow."""
    live(None)(_show)(execution)


def _show(execution: ExecutionDetail) -> None:
    chosen: Thread | None = st.session_state.get(f"story.{execution.id}")
    story = read_order_story(execution.id, chosen)
    if story.thread is None:
        st.caption("It names no customer, no subscription and no service request, so nothing is known to belong to it.")
        return
    value = story.threads[story.thread]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            "Follow",
            [*story.threads],
            default=story.thread,
            key=f"story.{execution.id}",
            format_func=WORDS.__getitem__,
            label_visibility="collapsed",
            required=True,
        )
        st.markdown(
            f"**{escape(shorten(value, LONGEST))}** · {counted(len(story.chapters), 'entry', 'entries')}",
            width="content",
        )
        link("executions", "All of its executions", **{_FILTERS[story.thread]: value})
    _table(story.chapters, execution.id)
    if story.is_cut:
        st.caption(f"The newest {MOST} executions are told.")


def _table(chapters: Sequence[Chapter], current: str) -> None:
    now = datetime.now(UTC)
    columns = [
        Column[Chapter]("Execution", lambda each: _name(each, current), width=230),
        Column("Status", _status, "status", ExecutionStatus, width=115),
        Column("What came", _what_came, width=165),
        Column("Link", _link, "status", looks=(ENABLED, DISABLED, NONE), width=95),
        Column("Outcome", _outcome, "status", Outcome, width=125),
        Column("When", lambda each: each.at, "moment", width=155),
        Column("Asked for", _asked_for, width=240),
        Column("Runtime", _runtime, "status", RuntimeStatus),
        Column("Version", _version, width=210),
        Column("Took", partial(_took, now), width=95),
        Column("Detail", _detail, width="large"),
    ]
    show_table(chapters, columns, key=f"story.table.{current}", opens=_target)


def _name(chapter: Chapter, current: str) -> str:
    if chapter.execution is None:
        return "Nothing started"
    return f"★ {chapter.execution.name}" if chapter.execution.id == current else chapter.execution.name


def _target(chapter: Chapter) -> Target:
    if chapter.execution is not None:
        return "execution", {"id": chapter.execution.id}
    assert chapter.request is not None
    return "deliveries", {"id": chapter.request.id}


def _what_came(chapter: Chapter) -> str:
    request, execution = chapter.request, chapter.execution
    if request is not None and request.event_type:
        return f"{request.event_type} ({request.source})"
    if execution is not None and execution.origin in (Origin.MANUAL, Origin.RERUN):
        return f"Started by {execution.started_by}"
    return f"From {request.source}" if request is not None else "Made by the backend"


def _asked_for(chapter: Chapter) -> str | None:
    request = chapter.request
    if request is None or request.entity_id is None:
        return chapter.execution.template_name if chapter.execution else None
    return request.entity_id


def _link(chapter: Chapter) -> Look | None:
    request = chapter.request
    if request is None or request.entity_id is None:
        return None
    return NONE if request.link_id is None else ENABLED if request.link_enabled else DISABLED


def _status(chapter: Chapter) -> ExecutionStatus | None:
    return chapter.execution.status if chapter.execution else None


def _runtime(chapter: Chapter) -> RuntimeStatus | None:
    return chapter.execution.runtime_status if chapter.execution else None


def _outcome(chapter: Chapter) -> Outcome | None:
    return chapter.request.outcome if chapter.request else None


def _detail(chapter: Chapter) -> str | None:
    return chapter.request.detail if chapter.request else None


def _version(chapter: Chapter) -> str | None:
    execution = chapter.execution
    return f"{execution.template_name} {execution.version}" if execution else None


def _took(now: datetime, chapter: Chapter) -> str | None:
    execution = chapter.execution
    if execution is None or execution.took_ms is not None:
        return None if execution is None or execution.took_ms is None else duration(execution.took_ms / 1000)
    if execution.status is not ExecutionStatus.STARTED or execution.started_at is None:
        return None
    return duration(now - execution.started_at)
