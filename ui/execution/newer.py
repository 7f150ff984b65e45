"""News on the list of executions: how many came since it was read, told and not shuffled in."""

from dataclasses import replace
from datetime import timedelta

import streamlit as st

from services.count_executions import count_executions
from services.list_executions import ExecutionFilter, ExecutionRow
from ui.live import live
from ui.paging import turn_to
from ui.wording import counted

EVERY_SECONDS = 10
MOST = 100
_TICK = timedelta(milliseconds=1)


def announce_newer(where: ExecutionFilter, newest: ExecutionRow) -> None:
    """Look every ten seconds for executions that fit and are newer than the first row that is shown."""
    live(EVERY_SECONDS)(_look)(where, newest)


def _look(where: ExecutionFilter, newest: ExecutionRow) -> None:
    since = newest.created_at + _TICK
    if where.created_before is not None and where.created_before <= since:
        return
    count = count_executions(replace(where, created_from=since), limit=MOST)
    if count.number:
        told = counted(count.number, "new execution") if count.is_exact else f"More than {MOST} new executions"
        if st.button(told, key="executions.newer.show", icon=":material/arrow_upward:", help="Show them"):
            turn_to()
            st.rerun()
