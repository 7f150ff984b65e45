"""What can be done with an execution."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from domain.errors import StartRefused
from domain.json_values import parse_json
from domain.vocabulary import ExecutionStatus, Outcome, RuntimeStatus
from services.cancel_execution import cancel_execution
from services.get_execution import ExecutionDetail
from services.retry_start import retry_start
from services.send_event import send_event
from services.terminate_execution import still_running_below, terminate_execution
from ui.act import Decision, action_button
from ui.links import link
from ui.wording import counted


def show_actions(execution: ExecutionDetail) -> None:
    """The buttons that make sense in its status."""
    link("start", "Start one like this", icon=":material/content_copy:", like=execution.id)
    if execution.status is ExecutionStatus.FAILED_TO_START:
        _retry(execution)
    if execution.status is ExecutionStatus.STARTED:
        _send_event(execution)
        _cancel(execution)
    if execution.status is ExecutionStatus.STARTED or _left_something_running(execution):
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
            f"Stops the run {_with_whom(execution)} **at once, without any clean-up**. "
            "This cannot be undone. Prefer Cancel unless the run does not react."
        ),
        action=partial(_do_terminate, execution.id),
    )


def _do_terminate(execution_id: str, decision: Decision) -> str:
    ended = terminate_execution(execution_id, actor=decision.actor, reason=decision.reason)
    return "It is terminated." if ended == 1 else f"{counted(ended, 'execution')} of this family were terminated."


def _left_something_running(execution: ExecutionDetail) -> bool:
    """An earlier termination stopped half-way."""
    return execution.runtime_status is RuntimeStatus.TERMINATED and bool(still_running_below(execution.id))


def _with_whom(execution: ExecutionDetail) -> str:
    if execution.is_custom:
        return "(what it started on Temporal ends with it, unless its own code says otherwise)"
    return "and every sub-workflow that is awaited, at any depth (those that are not awaited go on),"


def _send_event(execution: ExecutionDetail) -> None:
    action_button(
        "Send event",
        key=f"event.{execution.id}",
        icon=":material/bolt:",
        title="Send an event",
        confirm="Send",
        reason="none",
        consequence=_what_an_event_does(execution),
        fields=partial(_event_fields, execution.id),
        action=partial(_do_send, execution.id),
    )


def _what_an_event_does(execution: ExecutionDetail) -> str:
    if execution.is_custom:
        return "Sends the signal “event” with this object. What it does is up to the workflow's own code."
    return "A task that listens for this type of event goes on with its data; others ignore it."


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
