"""Drift: executions whose status and runtime status disagree, why, and what mends them."""

import streamlit as st

from domain.vocabulary import JobAction
from services.list_executions import ExecutionFilter, list_executions
from services.read_drift import read_drift
from ui.badges import badge
from ui.empty import empty_state
from ui.execution.table import STANDARD, show_executions
from ui.frame import guard
from ui.header import page_header
from ui.links import link
from ui.strangers import show_strangers
from ui.wording import counted

SHOWN = 5

guard()
about = "Status and runtime status disagree. After an outage they converge by themselves; what stays is for a person."
with page_header("Drift", about):
    link("executions", "As a list", drift="yes")
kinds = read_drift()
if not kinds:
    with empty_state(
        "Nothing drifts", "Every status agrees with what Temporal said last.", icon=":material/check_circle:"
    ):
        link("executions", "To the executions")
for kind in kinds:
    asked = {"drift": "yes", "status": kind.status.value, "runtime": kind.runtime_status.value}
    with st.container(border=True):
        pair = f"{badge(kind.status)} here, {badge(kind.runtime_status)} on Temporal"
        st.markdown(f"**{counted(kind.count, 'execution')}**: {pair}")
        st.markdown(f"{kind.reason}  \n**Fix.** {kind.proposal}")
        with st.container(horizontal=True):
            if kind.has_fix:
                link("act", "Preview and fix", icon=":material/healing:", action=JobAction.FIX_DRIFT, **asked)
            link("executions", "See them", icon=":material/list:", **asked)
        where = ExecutionFilter(statuses=(kind.status,), runtime_status=kind.runtime_status, drifting=True)
        rows = list_executions(where, size=SHOWN).rows
        show_executions(rows, key=f"drift.{kind.status}.{kind.runtime_status}", columns=STANDARD)
show_strangers()
