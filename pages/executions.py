"""Every execution, newest first, with filters that combine."""

import streamlit as st

from services.list_executions import ExecutionFilter, list_executions
from ui.empty import empty_state
from ui.execution.filters import clear_execution_filters, execution_filters
from ui.execution.table import show_executions
from ui.frame import guard
from ui.header import page_header
from ui.links import link
from ui.paging import NEWER, OLDER, page_cursors, show_paging

guard()
with page_header("Executions", "Every run of a template, newest first. Times are UTC."):
    link("start", "Start an execution")

where = execution_filters()
cursors = page_cursors()
page = list_executions(where, older_than=cursors[OLDER], newer_than=cursors[NEWER])

if page.rows:
    st.caption("Click a name to open the execution.")
    show_executions(page.rows, key="executions")
    show_paging(older=page.older, newer=page.newer, text=f"{len(page.rows)} on this page", key="executions")
elif where == ExecutionFilter() and not any(cursors.values()):
    with empty_state("Nothing has been started yet", "Executions appear here as soon as something starts them."):
        link("start", "Start one by hand")
else:
    with empty_state("No execution matches", "Nothing fits all of these filters.", icon=":material/filter_alt_off:"):
        st.button("Clear filters", on_click=clear_execution_filters, key="clear.empty")
