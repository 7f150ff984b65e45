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
    if isinstance(error, DatabaseAway | TemporalAway):
        st.info(f"{escape(str(error))} This page comes back by itself.", icon=":material/cloud_off:")
        retry_every(RETRY_SECONDS)
    elif isinstance(error, NotFound):
        st.warning(escape(str(error)), icon=":material/search_off:")
    elif isinstance(error, PointsmanError):
        st.error(escape(str(error)), icon=":material/error:")
    else:
        _show_incident(error)
    return True


def _show_incident(error: Exception) -> None:
    incident = secrets.token_hex(4)
    _log.error("incident", incident=incident, exc_info=error)
    st.error(
        f"Something went wrong on our side. Nothing more was done. Reload the page to try again; "
        f"if it stays, tell the operators incident **{incident}**.",
        icon=":material/report:",
    )
