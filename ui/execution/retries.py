"""That an execution was retried, is about to be, or could not be."""

import streamlit as st

from domain.errors import shorten
from services.list_retries import newest_retry
from ui.escape import escape
from ui.times import ago
from ui.wording import counted


def show_retries(execution_id: str) -> None:
    """One line on the newest retry; nothing where there was none."""
    found = newest_retry(execution_id)
    if found is None:
        return
    who = f"{escape(found.actor)}, {ago(found.requested_at)}: {escape(shorten(found.reason, 120))}"
    if found.trouble is not None:
        st.warning(f"The retry by {who} could not go on. {escape(found.trouble)}", icon=":material/block:")
    elif not found.is_done:
        st.info(
            f"It goes on as soon as Temporal and a worker answer: retried by {who}", icon=":material/hourglass_top:"
        )
    else:
        st.caption(f":material/replay: Retried {counted(found.count, 'time')}, the last by {who}")
