"""The frame around every page: the mark that a page runs inside it, and the one place where errors end."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from ui.trouble import show_trouble

_inside: ContextVar[bool] = ContextVar("inside_the_frame", default=False)


def guard() -> None:
    """First line of every page: stop, with nothing shown, when the page runs without the frame."""
    if not _inside.get():
        st.stop()


@contextmanager
def frame() -> Iterator[None]:
    """Mark what runs here as framed and turn every error of it into a notice; never a traceback."""
    token = _inside.set(True)
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the last handler of the page; the notice logs what it does not know
        show_trouble(error)
    finally:
        _inside.reset(token)
