"""What a version wants as input, told from its schema, and a skeleton to begin with."""

import streamlit as st

from domain.definition import input_schema
from domain.json_types import JsonObject, JsonValue
from services.get_version import get_version
from ui.escape import escape
from ui.start.prefill import pretty

MOST_FIELDS = 25
_EMPTY: dict[str, JsonValue] = {"string": "", "integer": 0, "number": 0, "boolean": False, "array": [], "object": {}}


def show_schema_help(version_id: str, *, key: str) -> None:
    """List the fields of the input schema, required ones first; a button writes a skeleton into the field ``key``."""
    definition = get_version(version_id).definition
    schema = input_schema(definition) if isinstance(definition, dict) else None
    if schema is None:
        st.caption("This version says nothing about its input: any JSON is taken.")
        return
    st.markdown("**What it wants**")
    lines = _lines(schema)
    st.markdown("\n".join(lines[:MOST_FIELDS]) or "Any input.")
    if len(lines) > MOST_FIELDS:
        st.caption(f"And {len(lines) - MOST_FIELDS} more fields.")
    st.button(
        "Insert a skeleton", key="start.skeleton", icon=":material/add_notes:", on_click=_insert, args=(key, schema)
    )


def skeleton(schema: JsonValue) -> JsonValue:
    """The smallest value of the right shape: required fields with empty values, defaults and constants filled in."""
    if not isinstance(schema, dict):
        return None
    for key in ("default", "const"):
        if key in schema:
            return schema[key]
    options = schema.get("enum")
    if isinstance(options, list) and options:
        return options[0]
    properties = schema.get("properties")
    if isinstance(properties, dict) or schema.get("type") == "object":
        known = properties if isinstance(properties, dict) else {}
        return {name: skeleton(known.get(name)) for name in _required(schema)}
    if schema.get("type") == "array" and schema.get("minItems"):
        return [skeleton(schema.get("items"))]
    return _EMPTY.get(str(schema.get("type")))


def _insert(key: str, schema: JsonObject) -> None:
    st.session_state[key] = pretty(skeleton(schema))


def _lines(schema: JsonObject, level: int = 0) -> list[str]:
    properties = schema.get("properties")
    known = properties if isinstance(properties, dict) else {}
    required = _required(schema)
    lines: list[str] = []
    for name in [*required, *(name for name in known if name not in required)]:
        inner = known.get(name)
        field = inner if isinstance(inner, dict) else {}
        mark = "" if name in required else " :gray[optional]"
        lines.append(f"{'    ' * level}- **{escape(name)}** :gray[{escape(_kind(field))}]{mark}{_about(field)}")
        if level < 2:
            lines += _lines(field, level + 1)
    return lines


def _required(schema: JsonObject) -> list[str]:
    required = schema.get("required")
    return [name for name in required if isinstance(name, str)] if isinstance(required, list) else []


def _kind(field: JsonObject) -> str:
    options = field.get("enum")
    if isinstance(options, list):
        return "one of " + ", ".join(str(option) for option in options[:8])
    if "const" in field:
        return f"always {field['const']}"
    return str(field.get("type", "any"))


def _about(field: JsonObject) -> str:
    text = field.get("description") or field.get("title")
    return f" · {escape(text)}" if isinstance(text, str) and text else ""
