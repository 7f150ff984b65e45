"""The one thing that a page is about, named by ``id`` in its address."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from ui.empty import empty_state
from ui.links import link, query
from ui.missing import or_back_to

T = TypeVar("T")


def subject(read: Callable[[str], T], kind: str, *, up: tuple[str, str]) -> T:
    """What ``read`` finds under the address's id; without any, say so, lead back to the list ``up`` and stop."""
    screen, label = up
    key = query("id")
    if key is None:
        with empty_state(f"No {kind} is chosen", "Pick one from the list."):
            link(screen, label)
        st.stop()
    with or_back_to(screen, label):
        return read(key)
