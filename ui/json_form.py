"""A form made from a JSON Schema: fields where it can, JSON text where it must, and nothing hidden.

A value that its field cannot hold (a number where a text belongs, an empty text, null) is shown and kept as JSON in the
place of the field; members that the schema does not name stand in a field of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from domain.errors import InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.json_values import compact, parse_json, parse_object
from domain.schema_fields import properties_of, required_of, schema_at
from ui.escape import escape
from ui.form_fields import NOTHING, Field, Value, element_of, fields_within, is_opened
from ui.form_filling import MOST_ELEMENTS, fill_elements, forget_form
from ui.form_widgets import kind_of_widget, seed


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


def has_fields(schema: JsonObject | None) -> bool:
    """True when a form of more than one JSON text can be made of the schema."""
    return schema is not None and bool(properties_of(schema_at(schema, schema)))


def json_form(schema: JsonObject | None, *, key: str) -> Filled:
    """Draw the fields of an object schema and return what is in them; required ones are marked with a star.

    What is typed stays in the session under ``key`` whatever happens. Without a usable schema one JSON text stands
    for the whole object.
    """
    filled = Filled()
    if schema is None or not has_fields(schema):
        _whole(filled, key)
        return filled
    root = schema_at(schema, schema)
    filled.data = _members(Field("", root, schema, key, depth=0), filled.problems)
    if required_of(root):
        st.caption("\\* required")
    return filled


def _whole(filled: Filled, key: str) -> None:
    with st.container(key=f"json-{key}.whole", gap=None):
        text = st.text_area("Data (JSON object)", "{}", key=f"{key}.whole", height=160)
    try:
        filled.data = parse_object(text or "", "data")
    except InvalidInput as error:
        _tell(error, filled.problems)


def _members(within: Field, problems: list[InvalidInput]) -> JsonObject:
    data: JsonObject = {}
    for each in fields_within(within):
        try:
            value = _draw(each, problems)
        except InvalidInput as error:
            _tell(error, problems)
            continue
        if value is not NOTHING:
            data[each.name] = value
    return {**_others(within, problems), **data}


def _draw(each: Field, problems: list[InvalidInput]) -> Value:
    widget = kind_of_widget(each)
    if st.session_state.get(f"{each.key}/json") or (widget is None and not is_opened(each)):
        return _json(each)
    if widget is not None:
        seed(each, widget)
        return widget.draw(each)
    return _object(each, problems) if properties_of(each.schema) else _elements(each, problems)


def _object(each: Field, problems: list[InvalidInput]) -> Value:
    with st.container(border=True):
        _head(each)
        data = _members(each, problems)
    return data if data or each.required else NOTHING


def _head(each: Field) -> None:
    st.markdown(f"**{each.label}**", help=each.help)


def _elements(each: Field, problems: list[InvalidInput]) -> Value:
    """A box for each element, and buttons to add one or take one away."""
    count = int(st.session_state.get(f"{each.key}/count", 0))
    before, data, boxes = len(problems), [], []
    with st.container(border=True):
        _head(each)
        for number in range(count):
            boxes.append(st.container(border=True))
            with boxes[-1]:
                element = element_of(each, number)
                st.caption(element.label)
                data.append(_members(element, problems))
        for number, box in enumerate(boxes):
            rest: Sequence[JsonValue] = [one for place, one in enumerate(data) if place != number]
            box.button(
                "Remove",
                key=f"{each.key}/remove.{number}",
                icon=":material/remove:",
                on_click=fill_elements,
                args=(each, rest),
                disabled=len(problems) > before,
            )
        st.button(
            "Add one",
            key=f"{each.key}/add",
            icon=":material/add:",
            on_click=_add,
            args=(each, count),
            disabled=count >= MOST_ELEMENTS,
        )
    return [*data] if data or each.required else NOTHING


def _add(each: Field, count: int) -> None:
    forget_form(key=f"{each.key}.{count}")
    st.session_state[f"{each.key}/count"] = count + 1


def _json(each: Field) -> Value:
    default = each.schema.get("default")
    if each.key not in st.session_state and default is not None:
        st.session_state[each.key] = compact(default)
    return _json_text(each.key, f"{each.label} (JSON)", each.name, each.help)


def _others(within: Field, problems: list[InvalidInput]) -> JsonObject:
    """Members that the schema does not name, where there are some."""
    key = f"{within.key}/others"
    if not st.session_state.get(key):
        return {}
    try:
        found = _json_text(key, "Other fields (JSON)", "other fields", "Fields that the schema does not name.")
        return parse_object(compact(found), "other fields") if found is not NOTHING else {}
    except InvalidInput as error:
        _tell(error, problems)
        return {}


def _tell(error: InvalidInput, problems: list[InvalidInput]) -> None:
    st.caption(f":red[{escape(error)}]")
    problems.append(error)


def _json_text(key: str, label: str, where: str, about: str) -> Value:
    with st.container(key=f"json-{key}", gap=None):
        text = st.text_area(label, key=key, help=about, height=110, persist_state="session")
    return parse_json(text, where) if text and text.strip() else NOTHING
