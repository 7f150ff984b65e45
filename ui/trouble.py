"""What a person sees when something fails: a sentence, a notice that retries by itself, or an incident number."""

import secrets

import streamlit as st
import structlog

from domain.errors import DatabaseAway, NotFound, PointsmanError, TemporalAway
from ui.escape import escape
from ui.retry import retry_every

RETRY_SECONDS = 3
_log = structlog.get_logger(__name__)


def show_trouble(error: Exception) -> bool:
    """Show ``error`` to the reader and say that it was handled (always True).

    Expected errors show their own sentence; an absent database or Temporal is tried again every three seconds;
    anything else gets an incident number, under which the log holds the traceback.
    """
    sentence = escape(sentence_for(error))
    if isinstance(error, DatabaseAway | TemporalAway):
        st.info(f"{sentence} This page comes back by itself.", icon=":material/cloud_off:")
        retry_every(RETRY_SECONDS)
    elif isinstance(error, NotFound):
        st.warning(sentence, icon=":material/search_off:")
    else:
        st.error(sentence, icon=":material/error:" if isinstance(error, PointsmanError) else ":material/report:")
    return True


def sentence_for(error: Exception) -> str:
    """The sentence that tells ``error``; for an unexpected one, logs it and names its incident number."""
    if isinstance(error, PointsmanError):
        return str(error)
    incident = secrets.token_hex(4)
    _log.error("incident", incident=incident, exc_info=error)
    return (
        "Something went wrong on our side. Reload the page to see what holds now; "
        f"if it happens again, tell the operators incident {incident}."
    )
