"""What can be done with an execution."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from domain.errors import StartRefused
from domain.json_values import parse_json
from domain.vocabulary import ExecutionStatus, Outcome
from services.cancel_execution import cancel_execution
from services.get_execution import ExecutionDetail
from services.retry_start import retry_start
from services.send_event import send_event
from services.terminate_execution import terminate_execution
from ui.act import Decision, action_button
from ui.links import link


def show_actions(execution: ExecutionDetail) -> None:
    """The buttons that make sense in its status."""
    link("start", "Start one like this", icon=":material/content_copy:", like=execution.id)
    if execution.status is ExecutionStatus.FAILED_TO_START:
        _retry(execution)
    if execution.status is ExecutionStatus.STARTED:
        _send_event(execution)
        _cancel(execution)
        _terminate(execution)


def _retry(execution: ExecutionDetail) -> None:
    action_button(
        "Retry start",
        key=f"retry.{execution.id}",
        icon=":material/replay:",
        primary=True,
        reason="required",
        consequence="Starts this same execution again: same version, same input, same id. Nothing ran before.",
        disabled_because=None if execution.origin is not None else "The backend made it and starts it itself.",
        action=partial(_do_retry, execution.id),
    )


def _do_retry(execution_id: str, decision: Decision) -> str:
    receipt = retry_start(execution_id, actor=decision.actor, reason=decision.reason)
    if receipt.outcome is Outcome.STARTED:
        return "It is started."
    if receipt.outcome is Outcome.FAILED_TO_START:
        raise StartRefused(f"It failed to start again. {receipt.detail or ''}".strip())
    return "Temporal is away; it starts as soon as Temporal is back."


def _cancel(execution: ExecutionDetail) -> None:
    action_button(
        "Cancel",
        key=f"cancel.{execution.id}",
        icon=":material/cancel:",
        title="Cancel this execution?",
        confirm="Cancel the execution",
        reason="required",
        consequence="Asks the run and all its children to stop. They may clean up first, so the end can take a moment.",
        action=partial(_do_cancel, execution.id),
    )


def _do_cancel(execution_id: str, decision: Decision) -> str:
    cancel_execution(execution_id, actor=decision.actor, reason=decision.reason)
    return "Cancellation is requested. The status follows when the run has stopped."


def _terminate(execution: ExecutionDetail) -> None:
    action_button(
        "Terminate",
        key=f"terminate.{execution.id}",
        icon=":material/dangerous:",
        title="Terminate this execution?",
        confirm="Terminate it now",
        reason="required",
        consequence=(
            "Stops the run and its children **at once, without any clean-up**. "
            "This cannot be undone. Prefer Cancel unless the run does not react."
        ),
        action=partial(_do_terminate, execution.id),
    )


def _do_terminate(execution_id: str, decision: Decision) -> str:
    terminate_execution(execution_id, actor=decision.actor, reason=decision.reason)
    return "It is terminated."


def _send_event(execution: ExecutionDetail) -> None:
    action_button(
        "Send event",
        key=f"event.{execution.id}",
        icon=":material/bolt:",
        title="Send an event",
        confirm="Send",
        reason="none",
        consequence="A task that listens for this type of event goes on with its data; others ignore it.",
        fields=partial(_event_fields, execution.id),
        action=partial(_do_send, execution.id),
    )


def _event_fields(execution_id: str) -> Mapping[str, Any]:
    kind = st.text_input(
        "Type", key=f"event.type.{execution_id}", max_chars=300, placeholder="com.acme.state.filing.decided"
    )
    data = st.text_area("Data (JSON)", "{}", key=f"event.data.{execution_id}", height=160)
    return {"type": kind, "data": data}


def _do_send(execution_id: str, decision: Decision) -> str:
    kind = str(decision.fields["type"]).strip()
    data = parse_json(str(decision.fields["data"]) or "null", "data")
    send_event(execution_id, {"type": kind, "data": data}, actor=decision.actor)
    return f"The event “{kind}” is sent."
