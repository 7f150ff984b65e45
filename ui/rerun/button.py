"""The button of a rerun, with what it does."""

from functools import partial

import streamlit as st

from domain.errors import NotAllowed
from domain.ids import new_id
from domain.vocabulary import ExecutionStatus
from services._receipts import told
from services.get_execution import ExecutionDetail
from services.get_version import VersionDetail
from services.list_reruns import Reruns
from services.rerun_execution import RerunOrder, rerun_execution
from ui.act import Decision, action_button
from ui.escape import escape
from ui.json_input import Typed
from ui.outcome import Done
from ui.wording import counted


def rerun_button(
    execution: ExecutionDetail,
    version: VersionDetail,
    reruns: Reruns,
    *,
    given: Typed,
    context: Typed,
    problem: str | None,
) -> None:
    """It starts once, however often it is clicked."""
    kept = st.session_state.setdefault(f"rerun.key.{execution.id}.{len(reruns.by)}", new_id())
    action_button(
        "Rerun",
        key=f"rerun.go.{execution.id}",
        icon=":material/restart_alt:",
        primary=True,
        title="Rerun this execution?",
        confirm="Rerun it",
        reason="required",
        consequence=_consequence(execution, version, reruns),
        disabled_because=problem or context.problem,
        action=partial(_rerun, execution.id, version.id, given, context, len(reruns.by), kept),
    )


def _consequence(execution: ExecutionDetail, version: VersionDetail, reruns: Reruns) -> str:
    named = f"**{escape(execution.template_name)}**, version **{escape(version.version)}**"
    done = execution.status is ExecutionStatus.COMPLETED
    warnings = [
        *(["This one **completed**: a rerun does its work a second time."] if done else []),
        *([f"It was rerun {counted(len(reruns.by), 'time')} before."] if reruns.by else []),
        *(["The service request will point to the new one."] if execution.service_request_id else []),
    ]
    marked = "".join(f"\n\n:orange[:material/warning:] {warning}" for warning in warnings)
    return f"Starts {named}, from the beginning, once.{marked}"


def _rerun(
    execution_id: str, version_id: str, given: Typed, context: Typed, seen: int, key: str, decision: Decision
) -> Done:
    order = RerunOrder(execution_id, version_id, given.value, context.as_object("context"), seen, key)
    receipt = rerun_execution(order, actor=decision.actor, reason=decision.reason)
    if receipt.execution_id is None:
        raise NotAllowed(told(receipt))
    return Done(told(receipt), "execution", {"id": receipt.execution_id})
