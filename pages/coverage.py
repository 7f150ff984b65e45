"""Coverage: what is sold or asked for without a link, and links that do their work in vain."""

import streamlit as st

from services.list_unlinked import list_unlinked
from services.read_coverage import read_coverage
from ui.coverage import show_numbers, show_unlinked
from ui.empty import empty_state
from ui.filters import clear_filters, type_text
from ui.frame import guard
from ui.header import page_header
from ui.known_entities import show_sources
from ui.link_filters import entity_type_filter
from ui.paging import OLDER, page_cursors, show_paging

guard()
with page_header("Coverage", "What starts nothing although it is sold or asked for, and links worth a look."):
    show_sources()
numbers = read_coverage()
show_numbers(numbers)
st.subheader("Without a link", anchor=False)
search_place, type_place, clear_place = st.columns([4, 3, 8], vertical_alignment="bottom")
with search_place:
    search = type_text("Search", "search", placeholder="Part of an id or a name")
with type_place:
    kind = entity_type_filter()
with clear_place:
    st.button("Clear", key="coverage.clear", on_click=clear_filters, args=("search", "type"))
page = list_unlinked(search=search, entity_type=kind, older_than=page_cursors()[OLDER])
if page.rows:
    show_unlinked(page.rows)
    show_paging(older=page.older, newer=None, text=f"{len(page.rows)} on this page", key="coverage")
elif numbers.unlinked:
    with empty_state("Nothing matches", "Search for another part of an id or a name."):
        pass
else:
    with empty_state("Everything that is known has a link", "Known is what deliveries name, and what you tell here."):
        pass
