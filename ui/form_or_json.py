"""JSON to be typed, as a form or as text: two views of one value, neither of which loses what the other holds."""

import streamlit as st

from domain.errors import InvalidInput
from domain.json_types import JsonObject
from domain.json_values import parse_json
from domain.pretty import pretty
from ui.escape import escape
from ui.form_filling import fill_form, forget_form
from ui.json_form import has_fields, json_form
from ui.json_input import Typed, json_input

FORM, TEXT = "Form", "JSON"


def form_or_json(
    label: str, schema: JsonObject | None, *, key: str, form: str, height: int = 260, limit: int | None = None
) -> Typed:
    """The value that stands as text in the session under ``key``; nothing typed is an empty object.

    ``form`` tells forms of other schemas apart. A form is filled from the text when that is not its own, and writes it
    whenever a field changes; where nothing was typed yet it begins with the schema's defaults.
    """
    if schema is None or not has_fields(schema):
        return json_input(label, key=key, empty={}, height=height, limit=limit)
    view = st.segmented_control(
        label, [FORM, TEXT], default=FORM, key=f"{key}.view", required=True, persist_state="session"
    )
    text = st.session_state.get(key) or ""
    if view == TEXT:
        return json_input(label, key=key, empty={}, height=height, limit=limit, bare=True)
    try:
        value = parse_json(text, label.lower()) if text.strip() else {}
    except InvalidInput:
        value = None
    if not isinstance(value, dict):
        st.caption(":orange[:material/info: A form needs a JSON object. Mend the text first.]")
        return json_input(label, key=key, empty={}, height=height, limit=limit, bare=True)
    return _form(schema, value, text, key=key, form=f"{key}.{form}")


def _form(schema: JsonObject, value: JsonObject, text: str, *, key: str, form: str) -> Typed:
    if st.session_state.get(f"{key}.written") != [form, text]:
        if text.strip():
            fill_form(schema, value, key=form)
        else:
            forget_form(key=form)
    filled = json_form(schema, key=form)
    if not filled.problems and (filled.data != value or not text.strip()):
        text = pretty(filled.data)
        st.session_state[key] = text
    st.session_state[f"{key}.written"] = [form, text]
    if filled.problems:
        return Typed(problem=str(filled.problems[0]))
    return Typed(filled.data)


def show_problems(problems: list[tuple[str, str]]) -> None:
    """What does not fit yet, with its place."""
    if problems:
        lines = [f"- {escape(pointer or 'the whole input')}: {escape(message)}" for pointer, message in problems]
        st.markdown(":orange[:material/rule: This does not fit yet:]\n" + "\n".join(lines))
