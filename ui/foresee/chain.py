"""The chain of what an order would start: the verdict, a line for each step, and the first obstacle marked."""

from functools import partial

import streamlit as st

from domain.errors import shorten
from domain.foresight import Foresight, Need, Part, State, Step, Subflow, Target
from domain.looks import Look
from domain.vocabulary import Outcome
from ui.badges import badge
from ui.escape import escape
from ui.json_view import show_json
from ui.link_form import show_add_link
from ui.links import go, link
from ui.panes import panes
from ui.table import Column, show_table
from ui.times import when
from ui.wording import ENTITY_TYPES

_STATES = {
    State.CLEAR: ("✓", "green"),
    State.NOTICE: ("!", "orange"),
    State.OBSTACLE: ("✕", "red"),
    State.UNKNOWN: ("?", "gray"),
}
_PARTS = {
    Part.LINK: "Link",
    Part.VERSION: "Active version",
    Part.INPUT: "Input",
    Part.CUSTOMER: "Customer",
    Part.WORKER: "Worker",
    Part.SUBFLOWS: "Sub-workflows",
}
_LONGEST_NAME = 120


def show_chain(found: Foresight, *, key: str) -> None:
    """Draw one chain; ``key`` tells it from others on the page."""
    with st.container(border=True, key=f"chain-{key}"):
        _show_verdict(found)
        first = found.obstacle
        for step in found.steps:
            _show_step(found, step, key, is_first=step is first)
    _show_details(found, key)


def _show_verdict(found: Foresight) -> None:
    order, target = found.order, found.target
    name = f"{ENTITY_TYPES[order.entity_type]} **{escape(shorten(order.entity_id, _LONGEST_NAME))}**"
    if found.outcome is Outcome.STARTED and target:
        what = (
            f"**{escape(shorten(target.template, _LONGEST_NAME))}** {badge(Look(target.version or '', '★', 'green'))}"
        )
        st.markdown(f"##### :green[:material/check_circle:] {name} would start {what}")
    elif found.outcome is None:
        st.markdown(f"##### :gray[:material/help:] {name}: it depends on the payload")
    else:
        st.markdown(f"##### :red[:material/block:] {name} would start nothing {badge(found.outcome)}")


def _show_step(found: Foresight, step: Step, key: str, *, is_first: bool) -> None:
    sign, tone = _STATES[step.state]
    row = st.container(key=f"{'obstacle' if is_first else 'step'}-{key}-{step.part.value}")
    head, text, place = row.columns([2, 8, 3], vertical_alignment="center")
    head.markdown(badge(Look(_PARTS[step.part], sign, tone)))
    text.markdown(f"**{escape(step.sentence)}**" if is_first else escape(step.sentence))
    with place:
        _show_place(found, step, key, is_first=is_first)


def _show_place(found: Foresight, step: Step, key: str, *, is_first: bool) -> None:
    if step.need is Need.ADD_LINK:
        show_add_link((found.order.entity_type, found.order.entity_id), key=f"{key}.add")
        return
    place = _place(step, found.target) if found.target else None
    if place is None:
        return
    screen, label, query = place
    if not is_first:
        link(screen, label, **query)
    elif st.button(label, key=f"{key}.mend", type="primary", icon=":material/arrow_forward:"):
        go(screen, **query)


def _place(step: Step, target: Target) -> tuple[str, str, dict[str, str]] | None:
    """The screen where a step is settled, what leads there is called, and its address."""
    to_link, to_template = {"id": target.link_id}, {"id": target.template_id}
    if step.part is Part.LINK:
        return "links", "Enable it" if step.need else "The link", to_link
    if step.part is Part.INPUT:
        mend = "Mend its expression" if step.need is Need.MEND_INPUT else "Its expression"
        return "links", mend, {**to_link, "open": "expression"}
    if step.part is Part.VERSION and target.version_id is None:
        return "template", "Activate a version", to_template
    if step.part is Part.VERSION:
        return "version", "The version", {"id": target.version_id or ""}
    return None


def _show_details(found: Foresight, key: str) -> None:
    left, right = panes(key)
    if found.has_input:
        with left:
            st.markdown("**The input it would get**")
            if found.payload_of:
                link("deliveries", "made of the payload of the newest delivery", id=found.payload_of)
            show_json(found.input, name="input", key=f"{key}.input", lines_shown=14)
    with right:
        _show_running(found)
        if found.subflows.rows:
            _show_subflows(found, key)


def _show_running(found: Foresight) -> None:
    if not found.running:
        return
    st.markdown("**Open already**")
    for each in found.running:
        with st.container(horizontal=True, vertical_alignment="center"):
            link("execution", shorten(each.name, _LONGEST_NAME), id=each.id)
            st.markdown(f"{badge(each.status)} {when(each.created_at)}", width="content")


def _show_subflows(found: Foresight, key: str) -> None:
    st.markdown("**What it goes on to run**")
    columns = [
        Column[Subflow]("Sub-workflow", _indented, width=300),
        Column("Runs", _runs, "status", looks=tuple({_runs(row) for row in found.subflows.rows}), width=110),
        Column("Template", lambda row: row.template, width=200),
        Column("Problem", lambda row: row.problem, width=260),
    ]
    opens = partial(_leads_to, found)
    show_table(found.subflows.rows, columns, key=f"{key}.subflows", opens=opens)
    if found.subflows.is_cut:
        st.caption("There are more than are shown.")


def _indented(row: Subflow) -> str:
    return f"{'　' * (row.depth - 1)}↳ {row.reference}"


def _runs(row: Subflow) -> Look:
    return Look(row.version, "★", "green") if row.version and not row.problem else Look("Cannot run", "✕", "red")


def _leads_to(found: Foresight, row: Subflow) -> tuple[str, dict[str, str]]:
    target = found.target
    if row.version_id is not None:
        return "version", {"id": row.version_id}
    return "version", {"id": (target.version_id if target else None) or ""}
