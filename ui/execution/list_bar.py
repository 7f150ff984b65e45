"""What stands above the list of executions: order, columns, and the way to take it along as a file."""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

import streamlit as st

from services.execution_address import NAMES, order_of
from services.list_executions import NEWEST_FIRST, SORTS, Order
from ui.execution.table import STANDARD, execution_columns
from ui.filters import choose, choose_many, switch

_LABELS = {
    "created_at": "Created",
    "name": "Name",
    "status": "Status",
    "runtime_status": "Runtime",
    "origin": "Origin",
    "started_by": "Started by",
    "started_at": "Started",
    "closed_at": "Ended",
    "took_ms": "Duration",
    "entity_id": "Entity",
    "customer_id": "Customer",
    "service_request_id": "Service request",
    "failure_type": "Failure",
    "waiting_since": "Waiting since",
}
_ORDERS = {
    f"{sign}{column}": f"{_LABELS[column]} {arrow}" for column in SORTS for sign, arrow in (("-", "↓"), ("", "↑"))
}


def list_bar() -> tuple[Order, Sequence[str], bool]:
    """Draw it and return the order, the columns, and whether to show trees, as the address asks."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=220):
            choose("Sort by", "sort", [*_ORDERS], lambda order: _ORDERS.get(order, order), hint="Newest first")
        with st.popover("Columns", icon=":material/view_column:"):
            columns = _columns()
        as_trees = switch("As trees", "trees", help="What is found under its ancestors, families rolled up")
        st.link_button("CSV", f"executions.csv?{urlencode(_query())}", icon=":material/download:", type="secondary")
    return order_of(st.query_params), columns, as_trees


def is_newest_first(order: Order) -> bool:
    """True for the order that shows new executions on the first page."""
    return order == NEWEST_FIRST


def _columns() -> Sequence[str]:
    known = execution_columns(datetime.now(UTC))
    chosen = choose_many("Columns", "columns", [*known], lambda name: known[name].label)
    st.caption("None chosen: the usual ones. The choice stays in the address and in saved views.")
    return chosen or STANDARD


def _query() -> dict[str, str]:
    asked = st.query_params.to_dict()
    return {name: asked[name] for name in (*NAMES, "sort") if name in asked}
