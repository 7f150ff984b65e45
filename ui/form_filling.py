"""Filling a form with any JSON, so that all of it stands there."""

from collections.abc import Sequence

import streamlit as st

from domain.json_types import JsonObject, JsonValue
from domain.pretty import pretty
from domain.schema_fields import properties_of, schema_at
from ui.form_fields import NOTHING, Field, Value, element_of, fields_within, is_opened
from ui.form_widgets import fill, kind_of_widget

MOST_ELEMENTS = 50


def fill_form(schema: JsonObject, data: JsonObject, *, key: str) -> None:
    """Fill the form under ``key`` with ``data``, all of it; what it held before is gone."""
    forget_form(key=key)
    _fill_members(Field("", schema_at(schema, schema), schema, key, depth=0), data)


def forget_form(*, key: str) -> None:
    """Forget what was typed below ``key``, so that the defaults stand there again."""
    for name in [name for name in st.session_state if str(name).startswith((f"{key}.", f"{key}/"))]:
        del st.session_state[name]


def _fill_members(within: Field, data: JsonObject) -> None:
    fields = fields_within(within)
    for each in fields:
        _fill_field(each, data.get(each.name, NOTHING))
    names = {each.name for each in fields}
    others: JsonObject = {name: value for name, value in data.items() if name not in names}
    st.session_state[f"{within.key}/others"] = pretty(others) if others else ""


def _fill_field(each: Field, value: Value) -> None:
    fits = _fits(each, value)
    st.session_state[f"{each.key}/json"] = not fits
    if not fits:
        st.session_state[each.key] = "" if value is NOTHING else pretty(value)


def _fits(each: Field, value: Value) -> bool:
    """Fill the field where it can hold the value, and tell whether it could."""
    widget = kind_of_widget(each)
    if widget is not None:
        return fill(each, widget, value)
    if not is_opened(each):
        return False
    return _fill_object(each, value) if properties_of(each.schema) else _fill_array(each, value)


def _fill_object(each: Field, value: Value) -> bool:
    if value is NOTHING or (isinstance(value, dict) and (value or each.required)):
        _fill_members(each, value if isinstance(value, dict) else {})
        return True
    return False


def _fill_array(each: Field, value: Value) -> bool:
    if value is NOTHING:
        value = []
    elif not isinstance(value, list) or (not value and not each.required):
        return False
    if len(value) > MOST_ELEMENTS or not all(isinstance(one, dict) for one in value):
        return False
    fill_elements(each, value)
    return True


def fill_elements(each: Field, elements: Sequence[JsonValue]) -> None:
    """Let an array have these elements."""
    st.session_state[f"{each.key}/count"] = len(elements)
    for number, one in enumerate(elements):
        _fill_members(element_of(each, number), one if isinstance(one, dict) else {})
