"""What the start page is filled with at first: from the address, or from an execution to start one like."""

import streamlit as st

from domain.pretty import pretty
from domain.vocabulary import EntityType
from services.get_execution import ExecutionDetail, get_execution
from ui.links import query
from ui.start.choice import TEMPLATE, WHAT, key_of
from ui.start.draft import Draft
from ui.start.version import VERSION

LARGEST_FIELD = 256 * 1024
"""Characters of JSON that a person can still look over."""


def prefill(draft: Draft) -> None:
    """Fill the fields once for each address; what a person changes afterwards stays. Raises: NotFound."""
    asked = st.query_params.to_dict()
    if draft.asked == asked:
        return
    draft.asked, draft.like, draft.unlike, draft.refused = asked, query("like"), None, None
    fields = _like(draft, get_execution(draft.like)) if draft.like else {}
    version = query("version") or fields.get("version")
    draft.lacking, draft.version_asked = None, version is not None
    _put(WHAT, _what(fields))
    _put(VERSION, version)
    _put("start.input", query("input") or fields.get("input") or "")
    _put("start.context", query("context") or fields.get("context") or "")
    _put("start.name", query("name") or fields.get("name") or "")
    _put("start.service_request", query("service_request") or fields.get("service_request") or "")
    _put("start.task_group", query("task_group") or fields.get("task_group") or "")


def _what(fields: dict[str, str]) -> str | None:
    entity_id, kind = query("entity_id"), query("entity_type")
    if entity_id:
        return key_of(EntityType(kind) if kind in set(EntityType) else EntityType.PRODUCT, entity_id)
    template = query("template") or fields.get("template")
    return f"{TEMPLATE}:{template}" if template else None


def _like(draft: Draft, execution: ExecutionDetail) -> dict[str, str]:
    """All inputs as they were, or nothing and the reason."""
    given = pretty(execution.input)
    if execution.origin is None:
        draft.unlike = "The backend made it itself, so its input is not known here."
    elif len(given) > LARGEST_FIELD:
        draft.unlike = (
            f"Its input has {len(given):,} characters, too many to be looked over in a form. Download it on the "
            "execution's page, and start it with pointsman start TEMPLATE --input FILE."
        )
    if draft.unlike:
        draft.like = None
        return {"template": execution.template_id}
    return {
        "template": execution.template_id,
        "version": execution.version_id,
        "input": given,
        "context": pretty(execution.context) if execution.context else "",
        "name": execution.name if execution.name != execution.template_name else "",
        "service_request": execution.service_request_id or "",
        "task_group": execution.task_group_id or "",
    }


def _put(name: str, value: str | None) -> None:
    if value is None:
        st.session_state.pop(name, None)
    else:
        st.session_state[name] = value
