"""The input expression of a link, tried on a real payload as it is written."""

from functools import partial

import streamlit as st

from domain.json_types import JsonValue
from domain.pretty import pretty
from services.get_link import LinkDetail
from services.list_payloads import Payload, list_payloads
from services.set_link_expression import set_link_expression
from services.try_expression import Tried, try_expression
from ui.act import Decision, action_button
from ui.escape import escape
from ui.json_input import json_input
from ui.links import query
from ui.panes import panes
from ui.times import when
from ui.wording import counted

PASTED = "pasted"
LINES_SHOWN, LINE_PIXELS = 16, 20


def show_expression(row: LinkDetail) -> None:
    """An expander with the expression, a payload beside it, and what the one makes of the other."""
    is_asked = query("open") == "expression"
    label = (
        "Input expression" if row.input_expression else "Input expression: none, the payload is handed over as it is"
    )
    with st.expander(label, expanded=is_asked, key=f"links.expression.{row.id}.open", on_change="rerun") as opened:
        if opened.open:
            _edit(row)


def _edit(row: LinkDetail) -> None:
    left, right = panes("expression")
    with left:
        given, problem = _payload(row)
    with right:
        text, seen = _text(row)
        if problem is None:
            _show(try_expression(row.template_id, text, given))
        _save(row, text, seen)


def _text(row: LinkDetail) -> tuple[str, str | None]:
    """What is written, and the expression that it was begun from; a change by others is told, nothing typed is lost."""
    key, now = f"links.expression.{row.id}", row.input_expression
    text, seen = st.session_state.setdefault(key, now or ""), st.session_state.setdefault(f"{key}.seen", now)
    if seen != now and text.strip() in (seen or "", now or ""):
        _begin_from(key, now, now or "")
        text, seen = now or "", now
    with st.container(key=f"json-expression-{row.id}", gap=None):
        st.text_area(
            "Input expression (jq)",
            key=key,
            height=140,
            persist_state="session",
            placeholder="{customer: .customer.id, plan: .subscription.plan_id}",
            help="Makes the workflow input of an event's payload. Tried when you leave the field or press Ctrl+Enter.",
        )
    if seen != now:
        _show_other(key, text, now)
    return text, seen


def _begin_from(key: str, seen: str | None, text: str) -> None:
    st.session_state[key], st.session_state[f"{key}.seen"] = text, seen


def _show_other(key: str, text: str, now: str | None) -> None:
    st.warning("Somebody saved another expression meanwhile:", icon=":material/group:")
    st.code(now or "(none: the payload as it is)", language=None)
    with st.container(horizontal=True):
        st.button("Take theirs", key=f"{key}.theirs", on_click=_begin_from, args=(key, now, now or ""))
        st.button("Keep mine", key=f"{key}.mine", on_click=_begin_from, args=(key, now, text))


def _payload(row: LinkDetail) -> tuple[JsonValue, str | None]:
    payloads = {each.delivery_id: each for each in list_payloads(row.entity_type, row.entity_id)}
    chosen = st.selectbox(
        "Try it on",
        [*payloads, PASTED],
        key=f"links.payload.{row.id}",
        format_func=lambda one: _payload_name(payloads.get(one)),
    )
    if chosen in payloads:
        show_value(payloads[chosen].value)
        return payloads[chosen].value, None
    typed = json_input("Payload", key=f"links.pasted.{row.id}", empty={}, height=240)
    return typed.value, typed.problem


def _payload_name(payload: Payload | None) -> str:
    return "A payload of mine" if payload is None else f"The delivery of {when(payload.received_at)}"


def show_value(value: JsonValue) -> None:
    """A JSON value, at most 16 lines before it scrolls."""
    text = pretty(value)
    lines = text.count("\n") + 1
    st.code(text[:20_000], language="json", height="content" if lines <= LINES_SHOWN else LINES_SHOWN * LINE_PIXELS)


def _show(tried: Tried) -> None:
    if tried.trouble:
        st.error(escape(tried.trouble), icon=":material/error:")
        return
    st.caption("The input that it makes")
    show_value(tried.value)
    if tried.problems:
        for pointer, what in tried.problems:
            st.markdown(f":red[✕ **{escape(pointer or 'The whole input')}**] {escape(what)}")
        number = counted(len(tried.problems), "place")
        st.caption(f"{escape(tried.version)} would refuse it, in {number}.")
    elif tried.version is None:
        st.caption("○ The template is off, so there is no version to hold it against.")
    elif tried.has_schema:
        st.caption(f":green[✓] It fits the input schema of {escape(tried.version)}.")
    else:
        st.caption(f"✓ {escape(tried.version)} asks for no schema of its input.")


def _save(row: LinkDetail, text: str, seen: str | None) -> None:
    unchanged = text.strip() == (row.input_expression or "")
    says = "The next event uses it; what was started stays as it is."
    action_button(
        "Save expression",
        key=f"links.express.{row.id}",
        action=partial(_set, row, text, seen),
        consequence=says if text.strip() else "Without an expression the next event's payload is handed over as it is.",
        title="Save the input expression?",
        confirm="Save",
        reason="required",
        icon=":material/save:",
        disabled_because="Nothing is changed." if unchanged else None,
    )


def _set(row: LinkDetail, text: str, seen: str | None, decision: Decision) -> str:
    set_link_expression(row.id, text, seen=seen, actor=decision.actor, reason=decision.reason)
    return f"The input expression of “{row.entity_id}” is saved."
