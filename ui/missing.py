"""A page about something that is not there says so, and leads back."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from domain.errors import NotFound
from ui.empty import empty_state
from ui.escape import escape
from ui.links import link


@contextmanager
def or_back_to(screen: str, label: str) -> Iterator[None]:
    """Where the body finds nothing, show its sentence with a link to ``screen``, and end the page."""
    try:
        yield
    except NotFound as error:
        with empty_state(escape(error), icon=":material/search_off:"):
            link(screen, label)
        st.stop()
