"""Asking Temporal from a page: once it did not answer, this session spares it and itself for some seconds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import streamlit as st

from domain.errors import TemporalAway

PAUSE = timedelta(seconds=10)
_KEY = "temporal.away"
_Answer = TypeVar("_Answer")


def ask(question: Callable[[], _Answer]) -> _Answer:
    """Ask, unless Temporal was away a moment ago; a silent server costs five seconds. Raises: TemporalAway."""
    away: tuple[datetime, str] | None = st.session_state.get(_KEY)
    if away is not None and datetime.now(UTC) < away[0]:
        raise TemporalAway(away[1])
    try:
        return question()
    except TemporalAway as error:
        st.session_state[_KEY] = (datetime.now(UTC) + PAUSE, error.detail)
        raise
