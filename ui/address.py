"""The address in the browser, where a link leads from a page to the same page, such as from an execution to its child.

Streamlit leaves the old address standing there, and asks for that one again with the next press of a button.
"""

import streamlit as st

_KEY = "address.shown"


def follow_link(screen: str) -> None:
    """Tell the browser the query of this run, where the run before showed the same screen with another one."""
    here, before = (screen, st.query_params.to_dict()), st.session_state.get(_KEY)
    st.session_state[_KEY] = here
    if before is not None and before[0] == screen and before != here:
        st.query_params.update()
