"""The newest failures with their reasons in short."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from domain.errors import NotFound, shorten
from domain.json_types import JsonObject
from domain.looks import look
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from services.get_execution import ExecutionDetail, get_execution
from services.list_executions import ExecutionRow
from services.read_ledger import read_ledger
from ui.table import Column, show_table
from ui.times import ago


@dataclass(frozen=True)
class _Failure:
    row: ExecutionRow
    reason: str


def show_failures(rows: Sequence[ExecutionRow]) -> None:
    """A short table of failed executions, which lead to their pages."""
    if not rows:
        st.caption("Nothing failed.")
        return
    now = datetime.now(UTC)
    columns = [
        Column[_Failure]("Name", lambda each: each.row.name, width=280),
        Column("Why", lambda each: each.reason, width="large"),
        Column("Status", lambda each: each.row.status, "status", ExecutionStatus, width=135),
        Column("Template", lambda each: f"{each.row.template_name} {each.row.version}", width=210),
        Column("Created", lambda each: each.row.created_at, "moment", width=150),
        Column("Age", lambda each: ago(each.row.created_at, now), width=95),
    ]
    failures = [_Failure(row, _reason(row.id)) for row in rows]
    show_table(failures, columns, key="failures", opens=lambda each: ("execution", {"id": each.row.id}))


def reason_of_failure(execution: ExecutionDetail) -> str:
    """Why it failed, as a sentence, from what is stored."""
    known = failure_in_words(execution.failure)
    if known:
        return known
    runtime = execution.runtime_status
    if runtime in (RuntimeStatus.CANCELED, RuntimeStatus.TERMINATED, RuntimeStatus.TIMED_OUT):
        return f"It was {look(runtime).word.lower()}{_by_whom(execution.id)}."
    return "It failed; no reason is stored."


def failure_in_words(failure: JsonObject | None) -> str:
    """Title and detail of a problem (RFC 9457) as one sentence; empty when nothing is known."""
    found = [str(failure[key]) for key in ("title", "detail") if failure and failure.get(key)]
    return ": ".join(dict.fromkeys(part.rstrip(".:") for part in found))


def _by_whom(execution_id: str) -> str:
    deeds = read_ledger(subject_id=execution_id, limit=20)
    found = next((deed for deed in deeds if deed.action in ("execution.terminate", "execution.cancel")), None)
    return f" by {found.actor}: {shorten(found.reason or 'no reason given', 300)}" if found else ""


def _reason(execution_id: str) -> str:
    try:
        return shorten(reason_of_failure(get_execution(execution_id)), 200)
    except NotFound as error:
        return str(error)
