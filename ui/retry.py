"""A page that failed because something is away runs again by itself."""

import streamlit as st


def retry_every(seconds: int) -> None:
    """Run the whole page again after ``seconds``; typed text and open tabs stay."""
    runs = iter((True,))

    @st.fragment(run_every=seconds)
    def again() -> None:
        if not next(runs, False):
            st.rerun()

    again()
