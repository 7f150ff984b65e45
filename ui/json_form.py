"""A form made from a JSON Schema: simple fields where it can, JSON text where it must."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import cast

import streamlit as st

from domain.errors import InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.json_values import compact, parse_json, parse_object
from ui.escape import escape

LARGEST_NUMBER = 2**53 - 1
LONG_TEXT = 200
YES, NO = "Yes", "No"


@dataclass
class Filled:
    """What a person filled in: the data without empty fields, and what is wrong with JSON that was typed."""

    data: JsonObject = field(default_factory=dict)
    problems: list[InvalidInput] = field(default_factory=list)

    def complete(self) -> JsonObject:
        """The data. Raises: InvalidInput with the first problem."""
        if self.problems:
            raise self.problems[0]
        return self.data


@dataclass(frozen=True)
class _Field:
    name: str
    schema: JsonObject
    label: str
    key: str
    help: str


def json_form(schema: JsonObject | None, *, key: str) -> Filled:
    """Draw the fields of an object schema and return what is in them; required ones are marked with a star.

    What is typed stays in the session under ``key`` whatever happens. Without a usable schema one JSON text stands
    for the whole object.
    """
    filled = Filled()
    properties = schema.get("properties") if schema else None
    if schema is None or not isinstance(properties, dict) or not properties:
        _whole(filled, key)
        return filled
    required = schema.get("required")
    needed = required if isinstance(required, list) else []
    for name in sorted(properties, key=lambda name: needed.index(name) if name in needed else len(needed)):
        inner = properties[name]
        each = _field(name, inner if isinstance(inner, dict) else {}, name in needed, key)
        try:
            value = _draw(each)
        except InvalidInput as error:
            st.caption(f":red[{escape(error)}]")
            filled.problems.append(error)
            continue
        if value is not None:
            filled.data[name] = value
    if needed:
        st.caption("\\* required")
    return filled


def _whole(filled: Filled, key: str) -> None:
    with st.container(key=f"json-{key}.whole", gap=None):
        text = st.text_area("Data (JSON object)", "{}", key=f"{key}.whole", height=160)
    try:
        filled.data = parse_object(text or "", "data")
    except InvalidInput as error:
        st.caption(f":red[{escape(error)}]")
        filled.problems.append(error)


def _field(name: str, schema: JsonObject, required: bool, key: str) -> _Field:
    title = schema.get("title")
    label = title if isinstance(title, str) and title.strip() else _in_words(name)
    text = schema.get("description")
    description = f"{text} " if isinstance(text, str) else ""
    return _Field(
        name, schema, escape(label) + (" *" if required else ""), f"{key}.{name}", escape(f"{description}({name})")
    )


def _in_words(name: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+", " ", name).strip()
    return words[:1].upper() + words[1:].lower() if words else name


def _draw(each: _Field) -> JsonValue:
    if "const" in each.schema:
        st.markdown(f"{each.label}: {escape(compact(each.schema['const']))}")
        return each.schema["const"]
    options = each.schema.get("enum")
    if isinstance(options, list) and options:
        return _choice(each, options)
    return _FIELDS.get(_type_of(each.schema), _json)(each)


def _type_of(schema: JsonObject) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((one for one in kind if one != "null"), None)
    return kind if isinstance(kind, str) else ""


def _choice(each: _Field, options: list[JsonValue]) -> JsonValue:
    default = each.schema.get("default")
    texts = [option if isinstance(option, str) else compact(option) for option in options]
    index = options.index(default) if default in options else None
    chosen = st.selectbox(
        each.label, range(len(options)), index, format_func=lambda number: texts[number], key=each.key, help=each.help
    )
    return None if chosen is None else options[int(chosen)]


def _string(each: _Field) -> JsonValue:
    default = each.schema.get("default")
    start = default if isinstance(default, str) else ""
    if each.schema.get("format") == "date":
        chosen = st.date_input(each.label, None, key=each.key, help=each.help, format="YYYY-MM-DD")
        return chosen.isoformat() if isinstance(chosen, date) else None
    longest = each.schema.get("maxLength")
    if isinstance(longest, int) and longest > LONG_TEXT:
        return st.text_area(each.label, start, key=each.key, help=each.help) or None
    return st.text_input(each.label, start, key=each.key, help=each.help) or None


def _integer(each: _Field) -> JsonValue:
    low, high = _bound(each, "minimum"), _bound(each, "maximum")
    start = each.schema.get("default")
    found = st.number_input(
        each.label,
        min_value=None if low is None else int(low),
        max_value=None if high is None else int(high),
        value=start if isinstance(start, int) and not isinstance(start, bool) else None,
        step=1,
        key=each.key,
        help=each.help,
    )
    return None if found is None else int(found)


def _number(each: _Field) -> JsonValue:
    low, high = _bound(each, "minimum"), _bound(each, "maximum")
    start = each.schema.get("default")
    return st.number_input(
        each.label,
        min_value=None if low is None else float(low),
        max_value=None if high is None else float(high),
        value=float(start) if isinstance(start, int | float) and not isinstance(start, bool) else None,
        format="%.15g",
        key=each.key,
        help=each.help,
    )


def _bound(each: _Field, name: str) -> float | None:
    found = each.schema.get(name)
    usable = isinstance(found, int | float) and not isinstance(found, bool) and abs(found) <= LARGEST_NUMBER
    return cast(float, found) if usable else None


def _boolean(each: _Field) -> JsonValue:
    default = {True: YES, False: NO}.get(cast(bool, each.schema.get("default")))
    chosen = st.segmented_control(each.label, [YES, NO], default=default, key=each.key, help=each.help)
    return None if chosen is None else chosen == YES


def _array(each: _Field) -> JsonValue:
    items = each.schema.get("items")
    inner = items if isinstance(items, dict) else {}
    if _type_of(inner) != "string":
        return _json(each)
    known = [option for option in cast(list[JsonValue], inner.get("enum") or []) if isinstance(option, str)]
    chosen = st.multiselect(
        each.label,
        known,
        key=each.key,
        help=each.help,
        accept_new_options=not known,
        placeholder="Choose" if known else "Type one and press Enter",
    )
    return [*chosen] or None


def _json(each: _Field) -> JsonValue:
    default = each.schema.get("default")
    start = "" if default is None else compact(default)
    with st.container(key=f"json-{each.key}", gap=None):
        text = st.text_area(f"{each.label} (JSON)", start, key=each.key, help=each.help, height=110)
    return parse_json(text, each.name) if text and text.strip() else None


_FIELDS: dict[str, Callable[[_Field], JsonValue]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "array": _array,
}
