"""What came of the last order that was refused."""

import streamlit as st

from ui.escape import escape
from ui.links import link
from ui.start.draft import Draft


def show_refusal(draft: Draft) -> None:
    """The last refusal of this order, with the way to its delivery."""
    if draft.refused is None:
        return
    sentence, delivery_id = draft.refused
    with st.container(border=True):
        st.markdown(f":orange[:material/block:] {escape(sentence)}")
        link("deliveries", "Look at the delivery", id=delivery_id)
