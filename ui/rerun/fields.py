"""Input and context of a rerun: as they were, to be changed."""

import streamlit as st

from domain.definition import schema_problems
from domain.json_values import MAX_CONTEXT_BYTES
from domain.pretty import pretty
from services.get_execution import ExecutionDetail
from services.get_version import VersionDetail
from ui.form_or_json import form_or_json, show_problems
from ui.json_input import Typed, json_input, object_alone


def ask_input(execution: ExecutionDetail, version: VersionDetail) -> tuple[Typed, str | None]:
    """What was typed, and why it cannot be sent."""
    key = f"rerun.input.{execution.id}"
    st.session_state.setdefault(key, pretty(execution.input))
    given = form_or_json("Input", version.input_schema, key=key, form=version.id)
    if given.problem or version.input_schema is None:
        return given, given.problem
    problems = schema_problems(given.value, version.input_schema)
    show_problems(problems)
    return given, "The input does not fit this version; what is wrong stands below it." if problems else None


def ask_context(execution: ExecutionDetail) -> Typed:
    """The context, which is metadata for callers."""
    key = f"rerun.context.{execution.id}"
    st.session_state.setdefault(key, pretty(execution.context) if execution.context else "")
    return object_alone(json_input("Context", key=key, empty={}, height=200, limit=MAX_CONTEXT_BYTES), "context")
