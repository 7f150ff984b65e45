"""Who did what to an execution, when and why."""

import streamlit as st

from services.read_ledger import LedgerRow, read_ledger
from ui.table import Column, show_table
from ui.wording import counted

IN_WORDS = {
    "execution.start": "Started it",
    "execution.retry_start": "Retried the start",
    "execution.complete_task": "Completed a task",
    "execution.send_event": "Sent an event",
    "execution.cancel": "Asked it to cancel",
    "execution.terminate": "Terminated it",
    "execution.retry": "Retried it",
    "execution.rerun": "Reran it",
    "execution.fix_drift": "Mended its status",
    "execution.dealt_with": "Dealt with its failure",
}


def show_deeds(execution_id: str) -> None:
    """The ledger of this execution, newest first."""
    deeds = read_ledger(subject_id=execution_id)
    if not deeds:
        st.caption("Nobody did anything to it through Pointsman.")
        return
    columns = [
        Column[LedgerRow]("When", lambda deed: deed.at, "moment", width=160),
        Column("Who", lambda deed: deed.actor, width=200),
        Column("What", lambda deed: IN_WORDS.get(deed.action, deed.action), width=170),
        Column("On", _subject, width=280),
        Column("Why", lambda deed: deed.reason, width="large"),
    ]
    show_table(deeds, columns, key=f"deeds.{execution_id}")


def _subject(deed: LedgerRow) -> str | None:
    after = deed.after or {}
    if after.get("requested") == "terminate" and after.get("ended"):
        return counted(int(str(after["ended"])), "execution")
    if after.get("requested") == "terminate alone":
        return f"It alone, sparing {counted(int(str(after.get('spared', 0))), 'execution')}"
    found = after.get("task") or after.get("type") or after.get("executionId")
    return str(found) if found else None
