"""Starting by an entity, as if it had been bought or requested: the link decides what starts."""

from functools import partial

import streamlit as st

from domain.vocabulary import EntityType
from services._receipts import told
from services.list_links import LinkRow, list_links
from services.receive_event import Event, receive_event
from ui.act import Decision, action_button
from ui.escape import escape
from ui.json_input import Typed, json_input
from ui.outcome import Done
from ui.start.prefill import Draft
from ui.worker_warning import warn_without_worker

SOURCE = "manual"
_WORDS = {EntityType.SERVICE_CATALOG: "Service catalogue entry", EntityType.PRODUCT: "Product"}


def start_by_entity(draft: Draft) -> None:
    """Draw the fields of a manual event and its button."""
    if st.session_state.get("start.entity_type") not in set(EntityType):
        st.session_state.pop("start.entity_type", None)
    first, second = st.columns([2, 3])
    with first:
        kind = st.selectbox(
            "Entity type",
            [*EntityType],
            format_func=_WORDS.__getitem__,
            key="start.entity_type",
            persist_state="session",
        )
    with second:
        entity_id = st.text_input(
            "Entity id",
            key="start.entity_id",
            persist_state="session",
            max_chars=200,
            placeholder="us-incorporation-premium-yearly",
        )
    entity_id = (entity_id or "").strip()
    if not entity_id:
        st.caption("Write the id of a service catalogue entry or of a product of the billing software.")
        return
    found = _link(EntityType(kind), entity_id)
    st.markdown(_what_happens(found))
    if found is not None:
        warn_without_worker(found.template_id)
    payload = json_input("Payload", key="start.input", empty={})
    context = json_input("Context", key="start.context", empty={}, height=110, limit=64 * 1024)
    _button(draft, (EntityType(kind), entity_id), found, payload, context)


def _link(kind: EntityType, entity_id: str) -> LinkRow | None:
    rows = list_links(search=entity_id)
    return next((row for row in rows if row.entity_type is kind and row.entity_id == entity_id), None)


def _what_happens(found: LinkRow | None) -> str:
    if found is None:
        return ":orange[:material/link_off:] It is linked to no template: nothing would start, the order is only kept."
    name = escape(found.template_name)
    if not found.enabled:
        return f":orange[:material/link_off:] Its link to **{name}** is disabled: nothing would start."
    if found.active_version is None:
        return f":orange[:material/toggle_off:] **{name}** is switched off: nothing would start."
    return f":green[:material/link:] It starts **{name}**, version **{escape(found.active_version)}** (the active one)."


def _button(
    draft: Draft, entity: tuple[EntityType, str], found: LinkRow | None, payload: Typed, context: Typed
) -> None:
    said = f"Acts as if **{escape(entity[1])}** ({_WORDS[entity[0]].lower()}) had been bought or requested, once."
    action_button(
        "Send the order",
        key="start.entity.go",
        icon=":material/play_circle:",
        primary=True,
        title="Send this order?",
        confirm="Send it",
        reason="required",
        consequence=f"{said} {_what_happens(found)}",
        disabled_because=payload.problem or context.problem,
        action=partial(_send, draft, entity, payload, context),
    )


def _send(draft: Draft, entity: tuple[EntityType, str], payload: Typed, context: Typed, decision: Decision) -> Done:
    event = Event(
        source=SOURCE,
        event_id=draft.key,
        entity_type=entity[0],
        entity_id=entity[1],
        payload=payload.value,
        context=context.as_object("context") or None,
        reason=decision.reason,
    )
    receipt = receive_event(event, actor=decision.actor)
    execution_id = draft.take(told(receipt), receipt.delivery_id, receipt.execution_id)
    return Done(told(receipt), "execution", {"id": execution_id})
