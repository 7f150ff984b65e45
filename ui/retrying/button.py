"""The button of a retry, with what it does."""

from functools import partial

import streamlit as st

from domain.ids import new_id
from services.get_execution import ExecutionDetail
from services.list_reruns import list_reruns
from services.preview_retry import RetryPreview
from services.retry_from_failure import RetryOrder, retry_from_failure, told
from ui.act import Decision, action_button
from ui.outcome import Done
from ui.wording import counted


def retry_button(execution: ExecutionDetail, preview: RetryPreview) -> None:
    """It lets what was shown go on once, however often it is clicked."""
    kept = st.session_state.setdefault(f"retry.key.{execution.id}.{execution.run_id}", new_id())
    action_button(
        "Retry",
        key=f"retry.go.{execution.id}",
        icon=":material/replay:",
        primary=True,
        title="Retry from the failed task?",
        confirm="Retry it",
        reason="required",
        consequence=_consequence(execution, preview),
        action=partial(_retry, execution.id, preview.runs, kept),
    )


def _consequence(execution: ExecutionDetail, preview: RetryPreview) -> str:
    number = counted(len(preview.executions), "execution")
    reruns = list_reruns(execution.id, execution.retried_from).by
    warning = (
        f"\n\n:orange[:material/warning:] It was rerun {counted(len(reruns), 'time')} before: that work may be done."
        if reruns
        else ""
    )
    return f"Lets **{number}** go on under the same id and version. Time limits begin anew.{warning}"


def _retry(execution_id: str, runs: frozenset[str], key: str, decision: Decision) -> Done:
    order = RetryOrder(execution_id, runs, key)
    sentence = told(retry_from_failure(order, actor=decision.actor, reason=decision.reason))
    return Done(sentence, "execution", {"id": execution_id})
