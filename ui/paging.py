"""Next and previous by keyset cursor, kept in the address so that a page of a list can be shared."""

import streamlit as st

AFTER, BEFORE = "after", "before"


def page_cursors() -> tuple[str | None, str | None]:
    """(after, before): the cursors that the address asks for; at most one is set."""
    after, before = st.query_params.get(AFTER), st.query_params.get(BEFORE)
    return (after, None) if after else (None, before or None)


def show_paging(*, next_cursor: str | None, previous_cursor: str | None, text: str, key: str) -> None:
    """Buttons for the neighbouring pages, with ``text`` (such as ``50 of about 1,200``) between them."""
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.caption(text, width="content")
        st.button("Newest", key=f"{key}.newest", disabled=not any(page_cursors()), on_click=turn_to, args=(None, None))
        st.button(
            "Previous",
            key=f"{key}.previous",
            icon=":material/chevron_left:",
            disabled=previous_cursor is None,
            on_click=turn_to,
            args=(None, previous_cursor),
        )
        st.button(
            "Next",
            key=f"{key}.next",
            icon=":material/chevron_right:",
            icon_position="right",
            disabled=next_cursor is None,
            on_click=turn_to,
            args=(next_cursor, None),
        )


def turn_to(after: str | None = None, before: str | None = None) -> None:
    """Put the cursors into the address; without any, the list starts at its beginning (as after a new filter)."""
    for name, cursor in ((AFTER, after), (BEFORE, before)):
        if cursor:
            st.query_params[name] = cursor
        elif name in st.query_params:
            del st.query_params[name]
