"""Deliveries: the list, and one with its payload."""

from collections.abc import Sequence

import streamlit as st

from domain.vocabulary import Outcome
from services.list_deliveries import DeliveryRow
from services.read_delivery import DeliveryDetail, read_delivery
from services.read_ledger import read_ledger
from ui.badges import badge
from ui.deeds import show_deeds
from ui.delivery_chain import show_chain
from ui.delivery_retry import show_retry
from ui.escape import escape
from ui.facts import show_facts
from ui.filters import carried
from ui.json_view import show_json
from ui.links import link
from ui.missing import or_back_to
from ui.table import Column, show_table
from ui.times import when
from ui.wording import ON_ITS_WAY

IN_WORDS = {
    Outcome.STARTED: "It started an execution.",
    Outcome.DUPLICATE: "The same request came before; nothing was started twice.",
    Outcome.NO_LINK: "The entity is linked to no template, so nothing was started.",
    Outcome.LINK_DISABLED: "The entity's link is disabled, so nothing was started.",
    Outcome.NO_ACTIVE_VERSION: "The template is switched off, so nothing was started.",
    Outcome.INVALID_INPUT: "The input does not fit, so nothing was started.",
    Outcome.FAILED_TO_START: "Temporal refused to start it.",
    Outcome.IGNORED: "An event of this kind starts no work.",
}


def show_deliveries(rows: Sequence[DeliveryRow]) -> None:
    """A table whose rows open the delivery."""
    columns = [
        Column[DeliveryRow]("Event id", lambda row: row.source_event_id, width=145),
        Column("Outcome", lambda row: row.outcome, "status", Outcome, width=145, help="Empty: on its way to Temporal."),
        Column("Detail", _detail, width=260),
        Column("Entity", lambda row: row.entity_id, width=170),
        Column("Received", lambda row: row.received_at, "moment", width=155),
        Column("Source", lambda row: row.source, width=110),
    ]
    filters = carried()
    show_table(rows, columns, key="deliveries", opens=lambda row: ("deliveries", {"id": row.id, **filters}))


def _detail(row: DeliveryRow) -> str:
    if row.detail is not None:
        return row.detail
    return ON_ITS_WAY.word if row.outcome is None else IN_WORDS[row.outcome]


def show_delivery(delivery_id: str) -> None:
    """One delivery: what came, what was made of it, and the way to put it right."""
    with or_back_to("deliveries", "All deliveries"):
        detail = read_delivery(delivery_id)
    row = detail.row
    with st.container(border=True):
        head, buttons = st.columns([3, 2], vertical_alignment="center")
        with head:
            st.markdown(f"##### Delivery {badge(row.outcome if row.outcome is not None else ON_ITS_WAY)}")
            st.markdown(escape(row.detail or _in_words(row)))
        with buttons, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
            show_retry(detail)
            link("deliveries", "Close", icon=":material/close:", **carried())
        show_chain(detail)
        facts, content = st.columns([2, 3], gap="large")
        with facts:
            _facts(detail)
            with st.expander("History of this delivery"):
                show_deeds(read_ledger(subject_id=row.id), key="delivery.history")
        with content:
            st.caption("Payload")
            show_json(detail.payload, name=f"{row.id}.payload", key="delivery.payload", lines_shown=14)


def _in_words(row: DeliveryRow) -> str:
    return IN_WORDS[row.outcome] if row.outcome is not None else "Temporal is away; it starts when it is back."


def _facts(detail: DeliveryDetail) -> None:
    row, event = detail.row, detail.event
    show_facts(
        [
            ("Received", when(row.received_at)),
            ("Source", row.source),
            ("Event id", row.source_event_id),
            ("Delivery id", row.id),
            ("Asked by", detail.actor),
            ("Reason", detail.reason),
            ("Event happened", when(event.occurred_at) if event else None),
            ("Event received", when(event.received_at) if event else None),
        ],
        columns=2,
    )
