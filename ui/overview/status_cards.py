"""One card for each status: how many executions, and the way to the list of them."""

import streamlit as st

from domain.looks import look
from services.read_overview import COUNT_LIMIT, Overview
from ui.links import link


def show_status_cards(overview: Overview) -> None:
    """The counts since the overview's first day (UTC), each leading to the list that it counts."""
    since = overview.since.date().isoformat()
    for column, (status, count) in zip(st.columns(len(overview.counts)), overview.counts.items(), strict=True):
        shown = look(status)
        number = f"{count:,}" + ("+" if count >= COUNT_LIMIT else "")
        with column, st.container(border=True, gap="xsmall"):
            st.metric(f":{shown.tone}[{shown.sign}] {shown.word}", number)
            link("executions", "Show them", icon=":material/arrow_forward:", status=status.value, **{"from": since})
