"""From the request to what runs, in one row: event, link, template, version, execution."""

from collections.abc import Callable, Sequence

import streamlit as st

from domain.errors import shorten
from domain.looks import Look
from domain.vocabulary import Outcome
from services.read_delivery import MOST_ITEMS, DeliveryDetail
from ui.badges import badge
from ui.escape import escape
from ui.filters import carried
from ui.link_form import show_add_link
from ui.links import link
from ui.wording import ENTITY_TYPES, ON_ITS_WAY, active_look

NONE = Look("None", "∅", "gray")
LINKED, DISABLED = Look("Enabled", "●", "green"), Look("Disabled", "◌", "gray")


def show_chain(detail: DeliveryDetail) -> None:
    """Draw the steps; one that is missing says so, and leads to where it is mended."""
    steps: Sequence[tuple[str, Callable[[DeliveryDetail], None]]] = (
        ("What came", _event),
        ("Link", _link),
        ("Template", _template),
        ("Version", _version),
        ("Execution", _execution),
    )
    for cell, (label, draw) in zip(st.columns(len(steps), border=True), steps, strict=True):
        with cell, st.container(gap="xxsmall", key=f"wrapped-{label}"):
            st.caption(label)
            draw(detail)
    if detail.items:
        _items(detail)


def _event(detail: DeliveryDetail) -> None:
    row, event = detail.row, detail.event
    kind = (
        event.type.replace("_", " ").capitalize()
        if event
        else "A start"
        if row.entity_type is None
        else "A purchase or request"
    )
    st.markdown(escape(shorten(kind, 60)))
    st.caption(escape(f"from {row.source}{f', sent {event.copies} times' if event and event.copies > 1 else ''}"))


def _link(detail: DeliveryDetail) -> None:
    row = detail.row
    if row.entity_type is None or row.entity_id is None:
        st.caption("None needed")
        return
    st.markdown(escape(shorten(row.entity_id, 60)))
    st.caption(ENTITY_TYPES[row.entity_type])
    if detail.link is None:
        st.markdown(badge(NONE))
        here = ("deliveries", {"id": row.id, **carried()})
        show_add_link((row.entity_type, row.entity_id), key=f"delivery.link.{row.id}", then=here)
    else:
        st.markdown(badge(LINKED if detail.link.enabled else DISABLED))
        link("links", "Open the link", id=detail.link.id)


def _template(detail: DeliveryDetail) -> None:
    if detail.template is None:
        st.markdown(badge(NONE))
        return
    link("template", shorten(detail.template.name, 60), id=detail.template.id)


def _version(detail: DeliveryDetail) -> None:
    if detail.execution is not None:
        link("version", f"Started {detail.execution.version}", id=detail.execution.version_id)
    if detail.template is not None:
        st.markdown(f"Active: {badge(active_look(detail.template.active_version))}")
    elif detail.execution is None:
        st.markdown(badge(NONE))


def _execution(detail: DeliveryDetail) -> None:
    if detail.execution is None:
        st.markdown(badge(NONE if detail.row.outcome is not Outcome.IGNORED else Look("None meant", "∅", "gray")))
        return
    st.markdown(badge(detail.execution.status))
    link("execution", shorten(detail.execution.name, 60), id=detail.execution.id)


def _items(detail: DeliveryDetail) -> None:
    """The deliveries of what an event told of, the first dozen."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Its items", width="content")
        for item in detail.items:
            st.markdown(badge(item.outcome or ON_ITS_WAY), width="content")
            link("deliveries", shorten(item.entity_id or item.id, 60), id=item.id, **carried())
    if len(detail.items) == MOST_ITEMS:
        st.caption("And perhaps more: look for them by entity.")
