"""What needs a person now, each number leading to what it counts."""

import streamlit as st

from domain.looks import look
from services.count_executions import Count
from services.list_views import WAITING
from services.read_attention import Attention
from ui.escape import escape
from ui.links import link

_CARD_PIXELS = 196


def show_attention(found: Attention) -> None:
    """One card for each kind of trouble that there is, or a line that says there is none."""
    st.subheader("Needs a person", anchor=False)
    if found.is_calm:
        st.markdown(
            ":green[✓] Nothing does: nothing failed for good, waits, runs long, drifts, or was refused this week."
        )
        return
    day = found.since.date().isoformat()
    with st.container(horizontal=True):
        _card("Failed, not recovered", found.not_recovered, "red", "executions", unrecovered="yes")
        _card("Waiting for a person", found.waiting, "yellow", "executions", **WAITING.query)
        _card("Running for over a day", found.running_long, "orange", "executions", running="86400")
        _card("Drift", found.drifting, "violet", "executions", drift="yes")
        for outcome, count in found.refused.items():
            shown, where = look(outcome), {"outcome": outcome.value, "from": day}
            _card(f"Refused: {shown.word.lower()}", count, shown.tone, "deliveries", **where)


def _card(label: str, count: Count, tone: str, screen: str, **query: str) -> None:
    if not count.number:
        return
    number = f"{count.number:,}" + ("" if count.is_exact else "+")
    with st.container(border=True, gap="xsmall", width=_CARD_PIXELS):
        st.metric(f":{tone}[{escape(label)}]", number)
        link(screen, "Show them", icon=":material/arrow_forward:", **query)
