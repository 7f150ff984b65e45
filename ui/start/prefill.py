"""What the start page is filled with at first: from the address, or from an execution to start one like."""

import json
from dataclasses import dataclass

import streamlit as st

from domain.errors import NotAllowed
from domain.ids import new_id
from domain.json_types import JsonValue
from services.get_execution import get_execution
from ui.links import query

BY_TEMPLATE, BY_ENTITY = "By template", "By entity"


@dataclass
class Draft:
    """One order being written, kept by the session; an action may change it without touching Streamlit.

    ``key`` makes it one start, however often it is sent; ``asked`` is the address that filled the fields; ``like`` the
    execution it reruns; ``refused`` the sentence and the delivery of the last refusal.
    """

    key: str
    asked: dict[str, str] | None = None
    like: str | None = None
    refused: tuple[str, str] | None = None

    def take(self, sentence: str, delivery_id: str, execution_id: str | None) -> str:
        """Note what came of the order, so that the next one is another, and return the execution's id.

        Raises: NotAllowed with ``sentence`` when nothing was started.
        """
        self.key = new_id()
        if execution_id is None:
            self.refused = (sentence, delivery_id)
            raise NotAllowed(sentence)
        self.asked = self.refused = None
        return execution_id


def prefill(draft: Draft) -> None:
    """Fill the fields once for each address; what a person changes afterwards stays. Raises: NotFound."""
    asked = st.query_params.to_dict()
    if draft.asked == asked:
        return
    draft.asked, draft.like, draft.refused = asked, query("like"), None
    st.session_state["start.way"] = BY_ENTITY if query("entity_id") or query("entity_type") else BY_TEMPLATE
    fields = _like(draft.like) if draft.like else {}
    _put("start.template", query("template") or fields.get("template"))
    _put("start.version", query("version") or fields.get("version"))
    _put("start.input", query("input") or fields.get("input") or "{}")
    _put("start.context", query("context") or fields.get("context") or "")
    _put("start.name", query("name") or fields.get("name") or "")
    _put("start.entity_type", query("entity_type"))
    _put("start.entity_id", query("entity_id") or "")


def _like(execution_id: str) -> dict[str, str]:
    execution = get_execution(execution_id)
    return {
        "template": execution.template_id,
        "version": execution.version_id,
        "input": pretty(execution.input),
        "context": pretty(execution.context) if execution.context else "",
        "name": execution.name if execution.name != execution.template_name else "",
    }


def pretty(value: JsonValue) -> str:
    """JSON as people write it."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def _put(name: str, value: str | None) -> None:
    if value is None:
        st.session_state.pop(name, None)
    else:
        st.session_state[name] = value
