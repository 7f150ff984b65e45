"""Every request to start something, whatever came of it."""

import streamlit as st

from domain.looks import looks_of
from domain.vocabulary import Outcome
from services.list_deliveries import list_deliveries
from ui.deliveries import show_deliveries, show_delivery
from ui.empty import empty_state
from ui.filters import choose, clear_filters, type_text
from ui.frame import guard
from ui.header import page_header
from ui.links import link, query
from ui.paging import OLDER, page_cursors, show_paging

guard()
page_header("Deliveries", "Every request to start something, newest first, and what came of it. Times are UTC.")
chosen = query("id")
if chosen:
    show_delivery(chosen)

first, second, third = st.columns([3, 4, 1], vertical_alignment="bottom")
with first:
    outcome = choose(
        "Outcome", "outcome", [*Outcome], lambda word: looks_of(Outcome)[word].text if word in set(Outcome) else word
    )
with second:
    entity_id = type_text("Entity id", "entity", placeholder="The whole id").strip()
with third:
    st.button("Clear", key="deliveries.clear", on_click=clear_filters, args=("outcome", "entity", "id"))

wanted = Outcome(outcome) if outcome in set(Outcome) else None
older_than = page_cursors()[OLDER]
page = list_deliveries(outcome=wanted, entity_id=entity_id or None, older_than=older_than)
if page.rows:
    show_deliveries(page.rows)
    show_paging(older=page.older, newer=None, text=f"{len(page.rows)} on this page", key="deliveries")
elif wanted or entity_id or older_than:
    with empty_state("No delivery matches", "Nothing fits these filters.", icon=":material/filter_alt_off:"):
        st.button("Clear filters", on_click=clear_filters, args=("outcome", "entity"), key="deliveries.clear.empty")
else:
    with empty_state("No request came yet", "Purchases, service requests and starts by hand appear here."):
        link("start", "Start something by hand")
