"""Workflows on Temporal that no execution stands for."""

from functools import partial

import streamlit as st

from domain.errors import PointsmanError
from services.find_strangers import LOOKED_AT, Stranger, end_stranger, find_strangers
from ui.act import Decision, action_button
from ui.escape import escape
from ui.times import ago
from ui.wording import counted

_LOOK = "drift.strangers"
SHOWN = 20


def show_strangers() -> None:
    """A button that looks for them, and what it found: looking takes Temporal a moment."""
    st.subheader("Workflows unknown here", anchor=False)
    st.caption(f"Of the {LOOKED_AT:,} newest that Pointsman's interpreter runs, those that no execution stands for.")
    if st.button("Look for them", key="drift.look", icon=":material/search:"):
        st.session_state[_LOOK] = True
    if not st.session_state.get(_LOOK):
        return
    try:
        found = find_strangers()
    except PointsmanError as error:
        st.error(escape(error), icon=":material/cloud_off:")
        return
    st.markdown(counted(len(found), "workflow") + " found." if found else "None: an execution stands for each.")
    for each in found[:SHOWN]:
        _row(each)


def _row(stranger: Stranger) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        below = f", below {escape(stranger.parent_id)}" if stranger.parent_id else ""
        st.markdown(f"{escape(stranger.workflow_id)}, started {ago(stranger.started_at)}{below}")
        action_button(
            "Terminate",
            key=f"drift.end.{stranger.workflow_id}",
            icon=":material/dangerous:",
            reason="required",
            consequence="No execution stands for it, so nobody follows it. It stops at once, without clean-up.",
            action=partial(_end, stranger.workflow_id),
        )


def _end(workflow_id: str, decision: Decision) -> str:
    end_stranger(workflow_id, actor=decision.actor, reason=decision.reason)
    return "It is terminated."
