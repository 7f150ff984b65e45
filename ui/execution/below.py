"""What runs below an execution, told before it is cancelled or terminated."""

from collections.abc import Sequence

import streamlit as st

from domain.errors import shorten
from services.read_running_below import RunningBelow
from ui.escape import escape
from ui.wording import counted

MOST_NAMED = 8


def show_running_below(below: RunningBelow) -> None:
    """How many there are and their names: what it waits for, and what was started to live on its own."""
    if below.awaited:
        st.markdown(f"It waits for {counted(len(below.awaited), 'running execution')} below: {named(below.awaited)}.")
    else:
        st.caption("No execution that it waits for runs below.")
    if below.independent:
        number = counted(len(below.independent), "execution")
        st.caption(f"Not awaited, so not touched in any case: {number}, {named(below.independent)}.")


def named(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    shown = ", ".join(f"**{escape(shorten(name, 60))}**" for name in names[:MOST_NAMED])
    return f"{shown} and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else shown
