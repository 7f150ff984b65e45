"""What can be done with an execution; what cannot is greyed with the reason."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from domain.acting import (
    check_can_cancel,
    check_can_fix_drift,
    check_can_rerun,
    check_can_retry,
    check_can_retry_start,
    check_can_send_event,
    check_can_terminate,
    check_can_terminate_alone,
    reason_against,
)
from domain.drift import proposal_of, reason_of
from domain.errors import StartRefused
from domain.json_values import parse_json
from domain.vocabulary import ExecutionStatus, Outcome, RuntimeStatus
from services.cancel_execution import cancel_execution
from services.fix_drift import Seen, fix_drift
from services.get_execution import ExecutionDetail
from services.read_running_below import read_running_below
from services.retry_start import retry_start
from services.send_event import send_event
from services.terminate_execution import still_running_below, terminate_alone, terminate_execution
from ui.act import Decision, action_button
from ui.escape import escape
from ui.execution.below import show_running_below
from ui.links import link
from ui.wording import counted


def show_actions(execution: ExecutionDetail) -> None:
    """Every button, whatever its status."""
    link("start", "Start one like this", icon=":material/content_copy:", like=execution.id)
    if execution.status is ExecutionStatus.FAILED:
        _retry(execution)
    _rerun(execution)
    if execution.status is ExecutionStatus.FAILED_TO_START:
        _retry_start(execution)
    if execution.is_drifting:
        _fix_drift(execution)
    _send_event(execution)
    _cancel(execution)
    _terminate(execution)


def _retry(execution: ExecutionDetail) -> None:
    problem = reason_against(check_can_retry, execution.subject)
    _lead(execution, "retry", "Retry", ":material/replay:", "Go on from the task that failed", problem)


def _rerun(execution: ExecutionDetail) -> None:
    problem = reason_against(check_can_rerun, execution.subject)
    _lead(execution, "rerun", "Rerun", ":material/restart_alt:", "The same work once more, linked", problem)


def _lead(execution: ExecutionDetail, screen: str, label: str, icon: str, hint: str, problem: str | None) -> None:
    """A link to a page that shows first what would be done; greyed with the reason where it cannot be."""
    if problem is None:
        link(screen, label, icon=icon, id=execution.id, hint=hint)
    else:
        st.button(label, key=f"{screen}.{execution.id}", icon=icon, disabled=True, help=escape(problem))


def _retry_start(execution: ExecutionDetail) -> None:
    action_button(
        "Retry start",
        key=f"retry_start.{execution.id}",
        icon=":material/replay:",
        primary=True,
        reason="required",
        consequence="Starts this same execution again: same version, same input, same id. Nothing ran before.",
        disabled_because=reason_against(check_can_retry_start, execution.subject),
        action=partial(_do_retry_start, execution.id),
    )


def _do_retry_start(execution_id: str, decision: Decision) -> str:
    receipt = retry_start(execution_id, actor=decision.actor, reason=decision.reason)
    if receipt.outcome is Outcome.STARTED:
        return "It is started."
    if receipt.outcome is Outcome.FAILED_TO_START:
        raise StartRefused(f"It failed to start again. {receipt.detail or ''}".strip())
    return "Temporal is away; it starts as soon as Temporal is back."


def _fix_drift(execution: ExecutionDetail) -> None:
    seen = execution.runtime_status
    told = "" if seen is None else f"{reason_of(execution.status, seen)}\n\n{proposal_of(execution.status, seen)}"
    action_button(
        "Fix drift",
        key=f"drift.{execution.id}",
        icon=":material/sync_problem:",
        title="Mend its status?",
        confirm="Mend it",
        reason="required",
        consequence=f"{told}\n\nTemporal is asked once more first.",
        disabled_because=reason_against(check_can_fix_drift, execution.subject),
        action=partial(_do_fix, execution.id, Seen(execution.status, seen)),
    )


def _do_fix(execution_id: str, seen: Seen, decision: Decision) -> str:
    return fix_drift(execution_id, seen, actor=decision.actor, reason=decision.reason)


def _cancel(execution: ExecutionDetail) -> None:
    action_button(
        "Cancel",
        key=f"cancel.{execution.id}",
        icon=":material/cancel:",
        title="Cancel this execution?",
        confirm="Cancel the execution",
        reason="required",
        consequence=(
            f"Asks the run and all that it waits for below to stop{_to_parent(execution, 'cancelled')}. They may "
            "**clean up first**, so the end can take a moment. Terminate is for a run that does not react."
            f"{_own_will(execution)}"
        ),
        fields=partial(_whom, execution),
        disabled_because=reason_against(check_can_cancel, execution.subject),
        action=partial(_do_cancel, execution.id),
    )


def _to_parent(execution: ExecutionDetail, ended: str) -> str:
    return f"; its parent goes on and sees it as {ended}" if execution.parent_id else ""


def _whom(execution: ExecutionDetail) -> Mapping[str, Any]:
    below = read_running_below(execution.id)
    show_running_below(below)
    if below.awaited:
        spare = " **Terminate** can spare them." if _against_terminating_alone(execution) is None else ""
        st.caption(f"It cannot be cancelled alone: a cancelled run itself cancels what it waits for.{spare}")
    return {}


def _own_will(execution: ExecutionDetail) -> str:
    return " What a custom workflow does then is up to its own code." if execution.is_custom else ""


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
            f"Stops it **at once, without any clean-up**{_to_parent(execution, 'terminated')}. This cannot be undone. "
            f"Prefer Cancel unless the run does not react.{_own_code(execution)}"
        ),
        fields=partial(_how_far, execution),
        disabled_because=_against_terminating(execution),
        action=partial(_do_terminate, execution.id),
    )


def _how_far(execution: ExecutionDetail) -> Mapping[str, Any]:
    """Whether what is awaited below ends with it; only where Temporal leaves that to us."""
    below = read_running_below(execution.id)
    show_running_below(below)
    if not below.awaited:
        return {}
    problem = _against_terminating_alone(execution)
    if problem is None:
        number = counted(len(below.awaited), "running execution")
        alone = st.radio(
            "What ends",
            [False, True],
            format_func={False: f"It and the {number} below", True: "Only this one; those below run on"}.__getitem__,
            key=f"terminate.alone.{execution.id}",
        )
        if alone:
            st.caption("They go on to their own ends, and nobody waits for their results any more.")
        return {"alone": alone}
    if execution.status is ExecutionStatus.STARTED:
        st.caption(f"It cannot be terminated alone. {escape(problem)}")
    return {}


def _against_terminating_alone(execution: ExecutionDetail) -> str | None:
    return reason_against(check_can_terminate_alone, execution.subject)


def _against_terminating(execution: ExecutionDetail) -> str | None:
    """An earlier termination that stopped half-way, or that spared what is below, may be completed."""
    half_way = execution.runtime_status is RuntimeStatus.TERMINATED and still_running_below(execution.id)
    return None if half_way else reason_against(check_can_terminate, execution.subject)


def _do_terminate(execution_id: str, decision: Decision) -> str:
    if decision.fields.get("alone"):
        spared = terminate_alone(execution_id, actor=decision.actor, reason=decision.reason)
        return f"It is terminated; {counted(spared, 'execution')} below it {'runs' if spared == 1 else 'run'} on."
    ended = terminate_execution(execution_id, actor=decision.actor, reason=decision.reason)
    return "It is terminated." if ended == 1 else f"{counted(ended, 'execution')} of this family were terminated."


def _own_code(execution: ExecutionDetail) -> str:
    if not execution.is_custom:
        return ""
    return " What it started on Temporal by itself ends with it, unless its own code says otherwise."


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
        disabled_because=reason_against(check_can_send_event, execution.subject),
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
