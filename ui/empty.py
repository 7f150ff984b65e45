"""A list without entries says why, and what to do about it."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def empty_state(title: str, what_to_do: str = "", *, icon: str = ":material/inbox:") -> Iterator[None]:
    """A calm notice in place of a list; what is drawn inside the block (links, buttons) stands below the text."""
    with st.container(border=True, horizontal_alignment="center"):
        st.space("small")
        st.markdown(f"##### {icon} {title}", text_alignment="center")
        if what_to_do:
            st.caption(what_to_do, text_alignment="center")
        yield
        st.space("small")
