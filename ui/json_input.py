"""Typing JSON: checked whenever the text changes, with line and column of the first error."""

from dataclasses import dataclass

import streamlit as st

from domain.errors import InvalidInput
from domain.json_types import JsonObject, JsonValue
from domain.json_values import as_object, check_json, parse_json
from ui.escape import escape


@dataclass(frozen=True)
class Typed:
    """What was typed; ``problem`` is the sentence that says why ``value`` is not there."""

    value: JsonValue = None
    problem: str | None = None

    def as_object(self, where: str) -> JsonObject:
        """The typed object. Raises: InvalidInput."""
        if self.problem:
            raise InvalidInput(where, self.problem)
        return as_object(self.value, where)


def json_input(
    label: str, *, key: str, empty: JsonValue, height: int = 260, limit: int | None = None, bare: bool = False
) -> Typed:
    """A text area for JSON, whose text stays in the session under ``key``. Nothing typed means ``empty``.

    ``bare`` leaves the label to those who cannot see.
    """
    with st.container(key=f"json-{key}", gap=None):
        text = st.text_area(
            label,
            key=key,
            height=height,
            persist_state="session",
            label_visibility="collapsed" if bare else "visible",
            help="Checked when you leave the field or press Ctrl+Enter.",
        )
    typed = _read(text or "", label.lower(), empty, limit)
    if typed.problem:
        st.caption(f":red[:material/error: {escape(typed.problem)}]")
    return typed


def object_alone(typed: Typed, where: str) -> Typed:
    """The same if it is an object; anything else becomes a problem, which is told."""
    try:
        typed.as_object(where)
    except InvalidInput as refusal:
        if not typed.problem:
            st.caption(f":red[:material/error: {escape(refusal)}]")
        return Typed(problem=typed.problem or str(refusal))
    return typed


def _read(text: str, where: str, empty: JsonValue, limit: int | None) -> Typed:
    if not text.strip():
        return Typed(empty)
    try:
        value = parse_json(text, where)
        if limit is None:
            check_json(value, where)
        else:
            check_json(value, where, limit)
    except InvalidInput as error:
        return Typed(problem=str(error))
    return Typed(value)
