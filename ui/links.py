"""Ways from one screen to another that keep the session and the tab."""

from typing import NoReturn

import streamlit as st

from ui.escape import escape
from ui.screens import screen


def link(name: str, label: str, /, *, icon: str | None = None, hint: str | None = None, **query: str) -> None:
    """A link to the screen ``name`` with these query parameters; the label may be any text.

    Without a ``hint`` it has none: Streamlit would tell what the screen is for, and draw each link twice for that.
    """
    target = screen(name)
    st.page_link(
        target.page(),
        label=escape(label),
        icon=icon or target.icon,
        help=hint or "",
        query_params=query,
        width="content",
    )


def go(name: str, /, **query: str) -> NoReturn:
    """Leave for the screen ``name`` at once."""
    st.switch_page(screen(name).page(), query_params=query)


def query(name: str) -> str | None:
    """A query parameter of this page's address, None where it is missing or empty."""
    return st.query_params.get(name) or None
