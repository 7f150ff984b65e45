"""Who acts: the name that the ledger records."""

import streamlit as st

from domain.settings import default_actor


def current_actor() -> str:
    """The e-mail of the person signed in, else the configured actor, else the operating system's user."""
    if getattr(st.user, "is_logged_in", False) and st.user.email:
        return str(st.user.email)
    return default_actor()
