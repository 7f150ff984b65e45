"""Every execution, with filters that combine, in any order."""

import streamlit as st

from services.count_executions import count_executions
from services.execution_address import zone_of
from services.list_executions import ExecutionFilter, list_executions
from ui.empty import empty_state
from ui.execution.filters import clear_execution_filters, execution_filters
from ui.execution.list_bar import is_newest_first, list_bar
from ui.execution.newer import announce_newer
from ui.execution.table import show_executions
from ui.execution.tree_table import show_trees
from ui.execution.views import show_views
from ui.frame import guard
from ui.header import page_header
from ui.links import link
from ui.many.choice import address_of
from ui.paging import NEWER, OLDER, page_cursors, show_paging

guard()
zone = str(zone_of(st.query_params))
with page_header("Executions", f"Every run of a template. Times are {zone}."):
    show_views()
    link("act", "Act on all that fit", icon=":material/checklist:", **address_of(st.query_params))
    link("start", "Start an execution")

where = execution_filters()
order, columns, as_trees = list_bar()
cursors = page_cursors()
page = list_executions(where, older_than=cursors[OLDER], newer_than=cursors[NEWER], order=order)

if page.rows:
    if is_newest_first(order) and page.newer is None:
        announce_newer(where, page.rows[0])
    show = show_trees if as_trees else show_executions
    show(page.rows, key="executions", columns=columns, zone=zone)
    count = count_executions(where)
    number = f"{count.number:,}" if count.is_exact else f"about {count.number:,}"
    show_paging(
        older=page.older, newer=page.newer, text=f"{len(page.rows)} on this page, {number} in all", key="executions"
    )
elif where == ExecutionFilter() and not any(cursors.values()):
    with empty_state("Nothing has been started yet", "Executions appear here as soon as something starts them."):
        link("start", "Start one by hand")
else:
    with empty_state("No execution matches", "Nothing fits all of these filters.", icon=":material/filter_alt_off:"):
        st.button("Clear filters", on_click=clear_execution_filters, key="clear.empty")
