"""Fields of a template, for making one and for renaming it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from domain.vocabulary import Format
from ui.wording import FORMATS


def name_fields(key: str, name: str = "", description: str | None = None) -> Mapping[str, Any]:
    """Name and description."""
    return {
        "name": st.text_input("Name", name, key=f"{key}.name", max_chars=200, placeholder="US company incorporation"),
        "description": st.text_area("Description (optional)", description or "", key=f"{key}.description", height=80),
    }


def new_template_fields(key: str) -> Mapping[str, Any]:
    """Name, description and format; a custom format asks for the worker that runs it and the schema it wants."""
    named = name_fields(key)
    dialect = st.radio(
        "Format",
        list(FORMATS),
        key=f"{key}.format",
        format_func=FORMATS.__getitem__,
        captions=["Run by Pointsman's own worker", "Passed as it is to a worker of yours"],
        horizontal=True,
    )
    st.caption("The format, and all that belongs to it, is fixed once the template is made.")
    return {**named, "dialect": dialect, **(_worker_fields(key) if dialect is Format.CUSTOM else {})}


def _worker_fields(key: str) -> Mapping[str, Any]:
    left, right = st.columns(2)
    return {
        "workflow_type": left.text_input(
            "Workflow type", key=f"{key}.type", placeholder="PayrollHandOver", help="As your worker registers it"
        ),
        "task_queue": right.text_input(
            "Task queue", key=f"{key}.queue", placeholder="payroll", help="The one that your worker polls"
        ),
        "schema": st.text_area(
            "JSON Schema of its definitions (optional)",
            key=f"{key}.schema",
            height=120,
            placeholder='{"type": "object"}',
        ),
    }
