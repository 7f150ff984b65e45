"""Linking a product or a service-catalogue entry to a template."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from services.add_link import add_link
from services.list_templates import list_templates
from ui.act import Decision, action_button
from ui.links import query
from ui.outcome import Done
from ui.wording import ENTITY_TYPES


def show_add_link() -> None:
    """The button; the address's ``template`` is chosen at first."""
    names = {row.id: row.name for row in list_templates()}
    action_button(
        "Add link",
        key="links.add",
        action=_add,
        fields=lambda: _fields(names),
        reason="none",
        title="Add a link",
        primary=True,
        icon=":material/add_link:",
        disabled_because=None if names else "There is no template yet. Make one first.",
    )


def _fields(names: Mapping[str, str]) -> Mapping[str, Any]:
    ids = list(names)
    asked = query("template")
    first = ids.index(asked) if asked and asked in names else None
    template = st.selectbox(
        "Template", ids, first, key="links.add.template", format_func=lambda key: names.get(key, key)
    )
    kind = st.radio(
        "Entity type", list(ENTITY_TYPES), format_func=ENTITY_TYPES.__getitem__, key="links.add.type", horizontal=True
    )
    entity = st.text_input(
        "Entity id", key="links.add.entity", max_chars=200, placeholder="us-incorporation-delaware-USD-Yearly"
    )
    return {"template": template, "kind": kind, "entity": entity}


def _add(decision: Decision) -> Done:
    fields = decision.fields
    link_id = add_link(
        fields["template"] or "", entity_type=fields["kind"], entity_id=fields["entity"], actor=decision.actor
    )
    return Done(f"“{fields['entity'].strip()}” is linked.", "links", {"id": link_id})
