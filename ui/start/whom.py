"""For whom something is started, and what runs for them already."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from domain.errors import shorten
from domain.json_types import JsonObject
from domain.looks import look
from services.check_start_list import customer_of
from services.find_running import MOST, RunningRow, find_running
from ui.escape import escape
from ui.form_or_json import form_or_json
from ui.json_input import Typed, object_alone
from ui.links import link
from ui.times import ago
from ui.wording import counted

_SHOWN = 5
_CONTEXT: JsonObject = {
    "type": "object",
    "properties": {
        "customerId": {"type": "string", "title": "Customer id"},
        "subscriptionId": {"type": "string", "title": "Subscription id"},
    },
}


@dataclass(frozen=True)
class Whom:
    """What was typed, and the executions that run for the same customer or service request."""

    context: Typed
    service_request_id: str
    task_group_id: str
    running: Sequence[RunningRow]

    @property
    def warning(self) -> str:
        """A sentence of Markdown for the confirmation, empty when nothing runs."""
        if not self.running:
            return ""
        number = f"{len(self.running)}{' or more' if len(self.running) == MOST else ''}"
        tied = any(row.for_request for row in self.running)
        moves = " The service request will point to the new one; the older one goes on." if tied else ""
        verb = "runs" if len(self.running) == 1 else "run"
        return f"\n\n:orange[:material/warning:] **{number} {verb} already** for the same {self._who}.{moves}"

    @property
    def _who(self) -> str:
        of_request = any(row.for_request for row in self.running)
        of_customer = not all(row.for_request for row in self.running)
        return " or ".join(["service request"] * of_request + ["customer"] * of_customer)


def ask_for_whom() -> Whom:
    """Draw the context, the ids of the backend, and the warning."""
    context = _ask_for_context()
    first, second = st.columns(2)
    with first:
        request = _id("Service request id", "start.service_request", "It will point to the execution.")
    with second:
        group = _id("Task group id", "start.task_group", "It will point to the execution, such as one of a director.")
    named = context.value if isinstance(context.value, dict) else {}
    running = find_running(customer_id=customer_of(named), service_request_id=request or None)
    _warn(running)
    return Whom(context, request, group, running)


def _ask_for_context() -> Typed:
    typed = form_or_json("Context", _CONTEXT, key="start.context", form="form", height=110, limit=64 * 1024)
    return object_alone(typed, "context")


def _id(label: str, key: str, about: str) -> str:
    text = st.text_input(label, key=key, help=about, max_chars=200, persist_state="session")
    return (text or "").strip()


def _warn(running: Sequence[RunningRow]) -> None:
    if not running:
        return
    with st.container(border=True, key="wrapped-running"):
        more = " or more" if len(running) == MOST else ""
        head = f"{counted(len(running), 'execution')}{more} already under way for the same customer or service request."
        st.markdown(f":orange[:material/warning: {head}]")
        for row in running[:_SHOWN]:
            reason = "service request" if row.for_request else "customer"
            said = f"{look(row.status).sign} {shorten(row.name, 40)} · {ago(row.created_at)} · same {reason}"
            link("execution", said, id=row.id, hint=escape(f"{row.name} · {row.template_name} {row.version}"))
        if len(running) > _SHOWN:
            st.caption(escape(f"And {len(running) - _SHOWN} more."))
