"""A warning where a custom template's task queue is polled by nobody."""

import streamlit as st

from domain.errors import PointsmanError
from services.check_worker import check_worker
from ui.escape import escape
from ui.execution.asking import ask


def warn_without_worker(template_id: str) -> None:
    """Ask Temporal once; nothing is shown when a worker polls, or when Temporal cannot be asked."""
    try:
        sentence = ask(lambda: check_worker(template_id))
    except PointsmanError:
        return
    if sentence:
        st.warning(escape(sentence), icon=":material/engineering:")
