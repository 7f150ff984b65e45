"""Starting by an entity, as if it had been bought or requested: the link decides what starts."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from domain.sharing import SharedStart
from domain.vocabulary import EntityType
from services._receipts import told
from services.find_startable import Startable
from services.receive_event import Event, receive_event
from ui.act import Decision, action_button
from ui.escape import escape
from ui.json_input import Typed, json_input
from ui.outcome import Done
from ui.start.by_template import ask_for_input
from ui.start.draft import Draft
from ui.start.sharing import show_sharing
from ui.start.whom import Whom, ask_for_whom
from ui.wording import ENTITY_TYPES
from ui.worker_warning import warn_without_worker

SOURCE = "manual"


@dataclass(frozen=True)
class _Order:
    entity: tuple[EntityType, str]
    payload: Typed
    whom: Whom
    happens: str


def start_by_entity(draft: Draft, entity: tuple[EntityType, str], found: Startable | None) -> None:
    """Draw the fields of a manual event and its button."""
    happens = _what_happens(found)
    st.markdown(happens)
    if found is not None and found.template_id is not None:
        warn_without_worker(found.template_id)
    left, right = st.columns([3, 2], gap="large")
    with left:
        payload, problem = _payload(found)
    with right:
        whom = ask_for_whom()
    order = _Order(entity, payload, whom, happens)
    with st.container(horizontal=True):
        _button(draft, order, problem)
        if not (payload.problem or whom.context.problem):
            show_sharing(_shared(draft, order))


def _payload(found: Startable | None) -> tuple[Typed, str | None]:
    """A form where the payload is handed on as the input; where an expression makes the input of it, JSON."""
    if found is not None and found.active_version_id is not None and not found.transforms:
        return ask_for_input(found.active_version_id, "Payload")
    payload = json_input("Payload", key="start.input", empty={})
    return payload, payload.problem


def _what_happens(found: Startable | None) -> str:
    if found is None or found.template_name is None:
        return ":orange[:material/link_off:] It is linked to no template: nothing would start, the order is only kept."
    name = escape(found.template_name)
    if not found.enabled:
        return f":orange[:material/link_off:] Its link to **{name}** is disabled: nothing would start."
    if found.active_version is None:
        return f":orange[:material/toggle_off:] **{name}** is switched off: nothing would start."
    return f":green[:material/link:] It starts **{name}**, version **{escape(found.active_version)}** (the active one)."


def _shared(draft: Draft, order: _Order) -> SharedStart:
    return SharedStart(
        entity=order.entity,
        input=order.payload.value,
        context=order.whom.context.as_object("context"),
        service_request_id=order.whom.service_request_id,
        task_group_id=order.whom.task_group_id,
        key=draft.key,
    )


def _button(draft: Draft, order: _Order, problem: str | None) -> None:
    kind, entity_id = order.entity
    said = f"Acts as if **{escape(entity_id)}** ({ENTITY_TYPES[kind].lower()}) had been bought or requested, once."
    action_button(
        "Send the order",
        key="start.entity.go",
        icon=":material/play_circle:",
        primary=True,
        title="Send this order?",
        confirm="Send it",
        reason="required",
        consequence=f"{said} {order.happens}{order.whom.warning}",
        disabled_because=problem or order.whom.context.problem,
        action=partial(_send, draft, order),
    )


def _send(draft: Draft, order: _Order, decision: Decision) -> Done:
    event = Event(
        source=SOURCE,
        event_id=draft.key,
        entity_type=order.entity[0],
        entity_id=order.entity[1],
        payload=order.payload.value,
        context=order.whom.context.as_object("context") or None,
        service_request_id=order.whom.service_request_id or None,
        task_group_id=order.whom.task_group_id or None,
        reason=decision.reason,
    )
    receipt = receive_event(event, actor=decision.actor)
    execution_id = draft.take(told(receipt), receipt.delivery_id, receipt.execution_id)
    return Done(told(receipt), "execution", {"id": execution_id})
