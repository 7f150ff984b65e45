"""The one thing that a page is about, named by ``id`` in its address."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from domain.errors import NotFound
from ui.links import link, query
from ui.trouble import show_trouble

T = TypeVar("T")


def subject(read: Callable[[str], T], kind: str, *, up: tuple[str, str]) -> T:
    """What ``read`` finds under the address's id; without any, say so, lead back to the list ``up`` and stop."""
    try:
        return read(_key(kind))
    except NotFound as error:
        show_trouble(error)
    except _NoKey:
        st.info(f"This address names no {kind}. Choose one from the list.", icon=":material/search:")
    link(up[0], f"All {up[1].lower()}", icon=":material/arrow_back:")
    return st.stop()


class _NoKey(Exception):
    pass


def _key(kind: str) -> str:
    key = query("id")
    if key is None:
        raise _NoKey(kind)
    return key
