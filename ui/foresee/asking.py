"""What is asked of the page “What would it start?”; all of it stands in the address, so that it can be shared."""

from collections.abc import Sequence

import streamlit as st

from domain.json_types import JsonObject, JsonValue
from domain.json_values import compact
from domain.orders import Order
from domain.vocabulary import EntityType
from services.list_links import LinkFilter, list_links
from services.list_payloads import Payload, list_payloads
from services.list_unlinked import list_unlinked
from services.read_orders import read_orders
from ui.filters import choose, type_text
from ui.json_input import json_input
from ui.link_filters import type_in_words
from ui.times import when

LONGEST_IN_ADDRESS = 4000
MOST_OFFERED = 300
MINE = "mine"


def ask_by_entity() -> Sequence[Order]:
    """One order, or none while no entity is named."""
    first, second = st.columns([2, 5], vertical_alignment="bottom")
    with first:
        word = choose("Entity type", "entity_type", [*EntityType], type_in_words, hint="Product")
        kind = EntityType(word) if word in set(EntityType) else EntityType.PRODUCT
    with second:
        hint = "Search, or type an id"
        entity_id = choose("Entity id", "entity_id", _known(kind), or_typed=True, hint=hint)
    if not entity_id:
        return []
    third, fourth, fifth = st.columns([2, 2, 3], vertical_alignment="bottom")
    with third:
        customer = type_text("Customer id (optional)", "customer")
    with fourth:
        request = type_text("Service request id (optional)", "request")
    with fifth:
        payload, is_given = _payload(kind, entity_id)
    if is_given is None:
        return []
    context: JsonObject | None = {"customerId": customer} if customer else None
    return [Order(kind, entity_id, payload if is_given else None, context, request or None)]


def ask_by_event() -> Sequence[Order]:
    """The orders of an event; none while nothing can be read. Raises: InvalidInput for one that names no entity."""
    text, problem = _type_json("Event", "event", height=260)
    st.caption(
        "Chargebee's event as it sends it, or `entityType`, `entityId`, `payload`, and if you like `context` and "
        "`serviceRequestId`."
    )
    return [] if problem or text is None else read_orders(text)


def _known(kind: EntityType) -> list[str]:
    linked = list_links(LinkFilter(entity_type=kind), size=MOST_OFFERED).rows
    unlinked = list_unlinked(entity_type=kind, size=MOST_OFFERED).rows
    return [*(row.entity_id for row in linked), *(row.entity_id for row in unlinked)]


def _payload(kind: EntityType, entity_id: str) -> tuple[JsonValue, bool | None]:
    """The payload and whether there is one; None while it cannot be read."""
    payloads = {each.delivery_id: each for each in list_payloads(kind, entity_id)}
    chosen = choose(
        "Payload",
        "payload_of",
        [*payloads, MINE],
        lambda one: _name(one, payloads.get(one)),
        hint="Of the newest delivery" if payloads else "None is known: give one",
    )
    if chosen == MINE:
        value, problem = _type_json("Payload of mine", "payload", height=180)
        return value, None if problem else value is not None
    found = payloads.get(chosen or "")
    return (found.value, True) if found else (None, False)


def _name(key: str, payload: Payload | None) -> str:
    if key == MINE:
        return "A payload of mine"
    return f"Of the delivery of {when(payload.received_at)}" if payload else f"Unknown delivery {key}"


def _type_json(label: str, name: str, height: int) -> tuple[JsonValue, bool]:
    """A value typed as JSON and whether it cannot be read; kept in the address where it is short enough."""
    key, asked = f"foresee.{name}", st.query_params.get(name)
    if asked is not None and st.session_state.get(f"{key}.kept") != asked:
        st.session_state[key], st.session_state[f"{key}.kept"] = asked, asked
    typed = json_input(label, key=key, empty=None, height=height)
    if typed.problem:
        return None, True
    text = "" if typed.value is None else compact(typed.value)
    if text and len(text) <= LONGEST_IN_ADDRESS:
        st.query_params[name] = st.session_state[f"{key}.kept"] = text
    elif name in st.query_params:
        del st.query_params[name]
    if len(text) > LONGEST_IN_ADDRESS:
        st.caption("It is too long for the address: who gets a link to this page has to paste it again.")
    return typed.value, False
