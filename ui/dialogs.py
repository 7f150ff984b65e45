"""Whether a dialog is open, so that a part that refreshes by itself does not run the page anew and close it."""

import streamlit as st

_KEY = "dialog.open"


def note_dialog() -> None:
    """A dialog opens in this run of the page."""
    st.session_state[_KEY] = True


def note_page_run() -> None:
    """The page runs from its top, which closes whatever dialog was open."""
    st.session_state[_KEY] = False


def dialog_is_open() -> bool:
    """True from the run that opened a dialog until the page runs again."""
    return bool(st.session_state.get(_KEY))
