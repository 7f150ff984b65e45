"""Links: which product or service-catalogue entry starts which template."""

import streamlit as st

from services.list_links import list_links
from ui.empty import empty_state
from ui.filters import carried, type_text
from ui.frame import guard
from ui.header import page_header
from ui.link_form import show_add_link
from ui.link_panel import show_link
from ui.links import query
from ui.table import show_table
from ui.template.tables import link_columns
from ui.wording import counted

guard()
with page_header("Links", "A purchase or request of a linked entity starts the active version of its template."):
    show_add_link()
chosen = query("id")
if chosen:
    for row in list_links(link_id=chosen):
        show_link(row)
        break
    else:
        st.warning("There is no such link any more. It may have been removed.", icon=":material/search_off:")
with st.container(width=420):
    search = type_text("Search", "search", placeholder="Part of an entity id or a template's name")
rows = list_links(search=search)
if rows:
    columns = link_columns(rows, with_template=True)
    show_table(rows, columns, key="links.table", opens=lambda row: ("links", {"id": row.id, **carried()}))
    st.caption(counted(len(rows), "link"))
elif search.strip():
    with empty_state("No link matches", "Search for another part of an entity id or a template's name."):
        pass
else:
    with empty_state("No links yet", "Link a product or a service-catalogue entry with “Add link”."):
        pass
