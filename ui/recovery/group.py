"""One group of failures: who looks after it, and what can be done."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from domain.errors import shorten
from domain.vocabulary import ExecutionStatus, JobAction
from services.assign_failures import assign_failures
from services.read_recovery import FailureGroupRow
from services.settle_failures import settle_failures
from ui.act import Decision, action_button
from ui.actor import current_actor
from ui.badges import badge
from ui.escape import escape
from ui.links import link
from ui.recovery.table import error_of, task_of
from ui.times import ago
from ui.wording import counted


def show_group(group: FailureGroupRow) -> None:
    """Its error in full, its owner and note, and the buttons."""
    with st.container(border=True):
        where = f" at task **{escape(task_of(group))}**" if group.task else ""
        template = escape(shorten(group.template_name, 60))
        head = f"{badge(group.status)} **{counted(group.count, 'failure')}** of {template}{where}"
        st.markdown(f"{head}, the last {ago(group.last)}")
        st.text(shorten(error_of(group), 500))
        _charge(group)
        with st.container(horizontal=True, vertical_alignment="center"):
            _retry(group)
            link("executions", "See them", icon=":material/list:", group=group.id)
            _assign(group)
            _deal_with(group)


def _charge(group: FailureGroupRow) -> None:
    if group.owner or group.note:
        note = f": {escape(group.note)}" if group.note else ""
        st.markdown(f":material/person: {escape(group.owner or 'Nobody')}{note}")


def _retry(group: FailureGroupRow) -> None:
    asked = {"group": group.id}
    if group.status is ExecutionStatus.FAILED_TO_START:
        link("act", "Retry this group", icon=":material/replay:", action=JobAction.RETRY_START, **asked)
    else:
        link("act", "Retry this group", icon=":material/replay:", action=JobAction.RETRY, **asked)
        link("act", "Rerun", icon=":material/restart_alt:", action=JobAction.RERUN_ACTIVE, **asked)


def _assign(group: FailureGroupRow) -> None:
    action_button(
        "Owner and note",
        key=f"recovery.assign.{group.id}",
        icon=":material/edit_note:",
        title="Who looks after it?",
        confirm="Keep",
        reason="none",
        consequence="Everybody sees it here. Failures of the same kind that come later are in the same group.",
        fields=partial(_fields, group),
        action=partial(_do_assign, group),
    )


def _fields(group: FailureGroupRow) -> Mapping[str, Any]:
    owner = st.text_input("Owner", group.owner or current_actor(), key=f"recovery.owner.{group.id}", max_chars=200)
    note = st.text_area("Note", group.note or "", key=f"recovery.note.{group.id}", max_chars=1000, height=80)
    return {"owner": owner, "note": note}


def _do_assign(group: FailureGroupRow, decision: Decision) -> str:
    charge = str(decision.fields["owner"]), str(decision.fields["note"])
    assign_failures(group.id, charge, seen=(group.owner, group.note), actor=decision.actor)
    return "Kept."


def _deal_with(group: FailureGroupRow) -> None:
    action_button(
        "Dealt with",
        key=f"recovery.settle.{group.id}",
        icon=":material/task_alt:",
        title=f"Is everything done for {counted(group.count, 'failure')}?",
        confirm="They are dealt with",
        reason="required",
        consequence=(
            "They leave the queue, each with your reason in its ledger. **Nothing is started**, their status stays. "
            "What fails in the same way later comes back as new."
        ),
        action=partial(_do_settle, group),
    )


def _do_settle(group: FailureGroupRow, decision: Decision) -> str:
    settled = settle_failures(group.id, seen=group.count, actor=decision.actor, reason=decision.reason)
    return f"{counted(settled, 'failure')} dealt with."
