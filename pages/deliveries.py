"""Every request to start something, whatever came of it."""

import streamlit as st

from services.list_deliveries import list_deliveries
from ui.deliveries import show_deliveries, show_delivery
from ui.delivery_filters import clear_delivery_filters, delivery_filters
from ui.delivery_retry import show_retry_all
from ui.empty import empty_state
from ui.frame import guard
from ui.header import page_header
from ui.inbound_events import show_inbound_events
from ui.links import link, query
from ui.paging import OLDER, page_cursors, show_paging

guard()
page_header("Deliveries", "Every request to start something, newest first, and what came of it. Times are UTC.")
chosen = query("id")
if chosen:
    show_delivery(chosen)
show_inbound_events()

where = delivery_filters()
older_than = page_cursors()[OLDER]
page = list_deliveries(**vars(where), older_than=older_than)
if page.rows:
    show_deliveries(page.rows)
    show_retry_all(where)
    show_paging(older=page.older, newer=None, text=f"{len(page.rows)} on this page", key="deliveries")
elif older_than or not where.is_empty:
    with empty_state("No delivery matches", "Nothing fits these filters.", icon=":material/filter_alt_off:"):
        st.button("Clear filters", on_click=clear_delivery_filters, key="deliveries.clear.empty")
else:
    with empty_state("No request came yet", "Purchases, service requests and starts by hand appear here."):
        link("start", "Start something by hand")
