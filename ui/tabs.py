"""Tabs whose choice lives in the address, so that it survives a reload and can be shared.

The address is the truth, as for filters. Streamlit's own binding of tabs is not used: it refuses to lead to another
page with a tab, and leaves a wrong address behind when one goes on from a chosen tab and then back.
"""

from collections.abc import Sequence

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from ui.links import query


def tabs(name: str, labels: Sequence[str]) -> Sequence[TabContainer]:
    """One container for each of ``labels``; only the chosen one is ``open``. The first one stands in no address."""
    asked = query(name)
    chosen = asked if asked in labels else labels[0]
    if st.session_state.get(name) != chosen:
        st.session_state[name] = chosen
    return st.tabs(labels, key=name, on_change=_keep, args=(name, labels[0]))


def _keep(name: str, first: str) -> None:
    chosen = st.session_state[name]
    if chosen != first:
        st.query_params[name] = chosen
    elif name in st.query_params:
        del st.query_params[name]
