"""The head of a page: where it is, what it is, in what state, and what can be done."""

from enum import StrEnum

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from domain.looks import Look
from ui.badges import badge
from ui.escape import escape
from ui.links import link


def page_header(
    title: str,
    subtitle: str = "",
    *,
    badges: tuple[StrEnum | Look | None, ...] = (),
    up: tuple[str, str] | None = None,
) -> DeltaGenerator:
    """Draw the head and return the place for its buttons, at the right: ``with page_header(…): action_button(…)``.

    Title and subtitle may be any text. ``up`` is (screen, label) of the list this page belongs to.
    """
    if up:
        link(up[0], up[1], icon=":material/chevron_left:")
    text, actions = st.columns([3, 2], vertical_alignment="center")
    with text:
        shown = [badge(status) for status in badges if status is not None]
        st.title(" ".join([escape(title), *shown]), anchor=False)
        if subtitle:
            st.caption(escape(subtitle))
    with actions:
        return st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center")
