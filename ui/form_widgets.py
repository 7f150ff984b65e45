"""The widgets of a form: which one a field has, what it draws, what it can hold, and how it is filled."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import streamlit as st

from domain.json_types import JsonValue
from domain.json_values import compact
from domain.schema_fields import items_of, schema_at, types_of
from ui.escape import escape
from ui.form_fields import NOTHING, Field, Value

LARGEST_NUMBER = 2**53 - 1
LONG_TEXT = 200
YES, NO = "Yes", "No"
_FIRST_DAY, _LAST_DAY = date(1800, 1, 1), date(2400, 12, 31)
_EXAMPLES = {
    "email": "name@company.example",
    "uri": "https://…",
    "date-time": "2026-01-31T09:30:00Z",
    "time": "09:30:00Z",
}


@dataclass(frozen=True)
class Kind:
    """How a field of this kind is drawn, which values it holds, and what its widget is filled with."""

    draw: Callable[[Field], Value]
    holds: Callable[[Field, JsonValue], bool]
    filled: Callable[[Field, JsonValue], Any] = lambda _, value: value
    empty: Any = None


def kind_of_widget(each: Field) -> Kind | None:
    """The kind of a field that one widget can show; None for all others."""
    schema = each.schema
    if "const" in schema:
        return _CONST
    options = schema.get("enum")
    if isinstance(options, list):
        return _CHOICE if options else None
    named = (*types_of(schema), "")[0]
    if named == "string" and schema.get("format") == "date":
        return _DATE
    if named == "array":
        return _TEXTS if types_of(schema_at(items_of(schema), each.root)) == ("string",) else None
    return _BY_TYPE.get(named)


def seed(each: Field, kind: Kind) -> None:
    """Fill a field that was never drawn with the schema's default, where it can hold it."""
    if each.key not in st.session_state:
        fill(each, kind, each.schema.get("default", NOTHING))


def fill(each: Field, kind: Kind, value: Value) -> bool:
    """Put a value into the widget; false, and nothing done, when it cannot hold it."""
    if value is NOTHING:
        st.session_state[each.key] = kind.empty
    elif kind.holds(each, value):
        st.session_state[each.key] = kind.filled(each, value)
    else:
        st.session_state[each.key] = kind.empty
        return False
    return True


def _const(each: Field) -> Value:
    st.markdown(f"{each.label}: {escape(compact(each.schema['const']))}")
    return each.schema["const"]


def _options(each: Field) -> list[JsonValue]:
    return cast(list[JsonValue], each.schema["enum"])


def _index(each: Field, value: JsonValue) -> int | None:
    texts = [compact(option) for option in _options(each)]
    return texts.index(compact(value)) if compact(value) in texts else None


def _choice(each: Field) -> Value:
    options = _options(each)
    texts = [option if isinstance(option, str) else compact(option) for option in options]
    chosen = st.selectbox(
        each.label,
        range(len(options)),
        None,
        format_func=lambda number: texts[number],
        key=each.key,
        help=each.help,
        persist_state="session",
    )
    return NOTHING if chosen is None else options[int(chosen)]


def _text(each: Field) -> Value:
    longest = each.schema.get("maxLength")
    if isinstance(longest, int) and longest > LONG_TEXT:
        return st.text_area(each.label, key=each.key, help=each.help, persist_state="session") or NOTHING
    example = _EXAMPLES.get(str(each.schema.get("format")))
    return (
        st.text_input(each.label, key=each.key, help=each.help, placeholder=example, persist_state="session") or NOTHING
    )


def _holds_text(each: Field, value: JsonValue) -> bool:
    longest = each.schema.get("maxLength")
    is_long = isinstance(longest, int) and longest > LONG_TEXT
    return isinstance(value, str) and value != "" and (is_long or not re.search(r"[\r\n]", value))


def _date(each: Field) -> Value:
    chosen = st.date_input(
        each.label,
        None,
        _FIRST_DAY,
        _LAST_DAY,
        key=each.key,
        help=each.help,
        format="YYYY-MM-DD",
        persist_state="session",
    )
    return chosen.isoformat() if isinstance(chosen, date) else NOTHING


def _holds_date(_: Field, value: JsonValue) -> bool:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return day is not None and day.isoformat() == value and _FIRST_DAY <= day <= _LAST_DAY


def _integer(each: Field) -> Value:
    low, high = _bounds(each)
    found = st.number_input(
        each.label,
        min_value=None if low is None else int(low),
        max_value=None if high is None else int(high),
        value=None,
        step=1,
        key=each.key,
        help=each.help,
        persist_state="session",
    )
    return NOTHING if found is None else int(found)


def _number(each: Field) -> Value:
    low, high = _bounds(each)
    found = st.number_input(
        each.label,
        min_value=None if low is None else float(low),
        max_value=None if high is None else float(high),
        value=None,
        format="%.15g",
        key=each.key,
        help=each.help,
        persist_state="session",
    )
    if found is None:
        return NOTHING
    return int(found) if found.is_integer() else found


def _holds_number(each: Field, value: JsonValue) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > LARGEST_NUMBER:
        return False
    low, high = _bounds(each)
    return (low is None or value >= low) and (high is None or value <= high)


def _holds_integer(each: Field, value: JsonValue) -> bool:
    return isinstance(value, int) and _holds_number(each, value)


def _bounds(each: Field) -> tuple[float | None, float | None]:
    return _bound(each, "minimum"), _bound(each, "maximum")


def _bound(each: Field, name: str) -> float | None:
    found = each.schema.get(name)
    usable = isinstance(found, int | float) and not isinstance(found, bool) and abs(found) <= LARGEST_NUMBER
    return cast(float, found) if usable else None


def _boolean(each: Field) -> Value:
    chosen = st.segmented_control(each.label, [YES, NO], key=each.key, help=each.help, persist_state="session")
    return NOTHING if chosen is None else chosen == YES


def _known(each: Field) -> list[str]:
    options = schema_at(items_of(each.schema), each.root).get("enum")
    return [option for option in options if isinstance(option, str)] if isinstance(options, list) else []


def _texts(each: Field) -> Value:
    known = _known(each)
    chosen = st.multiselect(
        each.label,
        known,
        key=each.key,
        help=each.help,
        accept_new_options=not known,
        placeholder="Choose" if known else "Type one and press Enter",
        persist_state="session",
    )
    return [*chosen] or NOTHING


def _holds_texts(each: Field, value: JsonValue) -> bool:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one.strip() for one in value):
        return False
    known = _known(each)
    return len({*map(str, value)}) == len(value) and (not known or set(map(str, value)) <= set(known))


_CONST = Kind(_const, lambda each, value: compact(value) == compact(each.schema["const"]))
_CHOICE = Kind(_choice, lambda each, value: _index(each, value) is not None, _index)
_DATE = Kind(_date, _holds_date, lambda _, value: date.fromisoformat(str(value)))
_TEXTS = Kind(_texts, _holds_texts, lambda _, value: [*cast(list[str], value)], [])
_BY_TYPE = {
    "string": Kind(_text, _holds_text, empty=""),
    "integer": Kind(_integer, _holds_integer),
    "number": Kind(_number, _holds_number, lambda _, value: float(cast(float, value))),
    "boolean": Kind(_boolean, lambda _, value: isinstance(value, bool), lambda _, value: YES if value else NO),
}
