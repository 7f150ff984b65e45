"""Links: which product or service-catalogue entry starts which template."""

import streamlit as st

from services.list_links import LinkFilter, list_links
from ui.empty import empty_state
from ui.filters import carried
from ui.frame import guard
from ui.header import page_header
from ui.link_files import show_export, show_import
from ui.link_filters import clear_link_filters, link_filters
from ui.link_form import show_add_link
from ui.link_panel import show_link
from ui.links import link, query
from ui.paging import BY_NAME, NEWER, OLDER, page_cursors, show_paging
from ui.table import show_table
from ui.template.tables import link_columns

guard()
with page_header("Links", "A purchase or request of a linked entity starts the active version of its template."):
    link("coverage", "Coverage")
    show_import()
    show_add_link(template=query("template"))
chosen = query("id")
if chosen:
    show_link(chosen)
where = link_filters()
cursors = page_cursors()
page = list_links(where, after=cursors[OLDER], before=cursors[NEWER])
if page.rows:
    columns = link_columns(page.rows, with_template=True)
    show_table(page.rows, columns, key="links.table", opens=lambda row: ("links", {**carried(), "id": row.id}))
    show_export(where)
    show_paging(
        older=page.after, newer=page.before, text=f"{len(page.rows)} on this page", key="links.pages", words=BY_NAME
    )
elif where == LinkFilter() and not any(cursors.values()):
    with empty_state("No links yet", "Link a product or a service-catalogue entry with “Add link”."):
        link("coverage", "See what is known and has no link")
else:
    with empty_state("No link matches", "Nothing fits all of these filters.", icon=":material/filter_alt_off:"):
        st.button("Clear filters", on_click=clear_link_filters, key="links.clear.empty")
