"""What would it start? The whole chain from an entity or an event to what runs; nothing starts."""

import streamlit as st

from services.foresee_start import foresee_starts
from ui.empty import empty_state
from ui.foresee.asking import ask_by_entity, ask_by_event
from ui.foresee.chain import show_chain
from ui.frame import guard
from ui.header import page_header
from ui.links import link
from ui.tabs import tabs

MOST_ORDERS = 30

guard()
with page_header("What would it start?", "Follows a purchase or a request to what would run. Nothing starts here."):
    link("links", "Links")
entity, event = tabs("by", ("An entity", "An event"))
with entity:
    orders = ask_by_entity() if entity.open else []
with event:
    orders = ask_by_event() if event.open else orders
for number, found in enumerate(foresee_starts(orders[:MOST_ORDERS])):
    show_chain(found, key=f"foresee.{number}")
if len(orders) > MOST_ORDERS:
    st.caption(f"The event has {len(orders):,} items; the first {MOST_ORDERS} are shown.")
if not orders:
    with empty_state("Name an entity, or paste an event", "The address keeps it, so the answer can be shared."):
        pass
