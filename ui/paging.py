"""Neighbouring pages of a list by keyset cursor, kept in the address so that a page can be shared."""

import streamlit as st

OLDER, NEWER = "older_than", "newer_than"


def page_cursors() -> dict[str, str | None]:
    """The cursors that the address asks for, as the keyword arguments ``older_than`` and ``newer_than`` of a list."""
    older = st.query_params.get(OLDER) or None
    return {OLDER: older, NEWER: None if older else st.query_params.get(NEWER) or None}


BY_TIME, BY_NAME = ("Newest", "Newer", "Older"), ("First", "Previous", "Next")


def show_paging(
    *, older: str | None, newer: str | None, text: str, key: str, words: tuple[str, str, str] = BY_TIME
) -> None:
    """Buttons for the pages beside this one, and ``text`` (such as ``50 executions``) before them."""
    first, previous, following = words
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.caption(text, width="content")
        at_start = not any(page_cursors().values())
        st.button(first, key=f"{key}.newest", disabled=at_start, on_click=turn_to)
        st.button(
            previous,
            key=f"{key}.newer",
            icon=":material/chevron_left:",
            disabled=newer is None,
            on_click=turn_to,
            kwargs={"newer": newer},
        )
        st.button(
            following,
            key=f"{key}.older",
            icon=":material/chevron_right:",
            icon_position="right",
            disabled=older is None,
            on_click=turn_to,
            kwargs={"older": older},
        )


def turn_to(older: str | None = None, newer: str | None = None) -> None:
    """Put a cursor into the address; without one the list starts at its beginning (as after a new filter)."""
    for name, cursor in ((OLDER, older), (NEWER, newer)):
        if cursor:
            st.query_params[name] = cursor
        elif name in st.query_params:
            del st.query_params[name]
