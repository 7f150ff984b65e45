"""Linking a product or a service-catalogue entry to a template."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from domain.errors import InvalidInput
from domain.vocabulary import EntityType
from services.add_link import add_link
from services.list_templates import list_templates
from services.list_unlinked import list_unlinked
from ui.act import Decision, action_button
from ui.outcome import Done
from ui.table import Target
from ui.wording import ENTITY_TYPES

MOST_KNOWN = 500


def show_add_link(
    entity: tuple[EntityType, str] | None = None,
    template: str | None = None,
    *,
    key: str = "links.add",
    then: Target | None = None,
    primary: bool = True,
) -> None:
    """The button; ``entity`` and ``template`` are chosen at first.

    It leads to ``then`` (screen, query), or to the link that was made.
    """
    names = {row.id: row.name for row in list_templates()}
    action_button(
        "Add link",
        key=key,
        action=partial(_add, then),
        fields=lambda: _fields(names, entity, template, key),
        reason="none",
        title="Add a link",
        primary=primary,
        icon=":material/add_link:",
        disabled_because=None if names else "There is no template yet. Make one first.",
    )


def _fields(
    names: Mapping[str, str], entity: tuple[EntityType, str] | None, first_template: str | None, key: str
) -> Mapping[str, Any]:
    template = choose_template("Template", names, key=f"{key}.template", first=first_template)
    kinds = list(ENTITY_TYPES)
    first = kinds.index(entity[0]) if entity else 0
    kind = st.radio(
        "Entity type", kinds, first, key=f"{key}.type", format_func=ENTITY_TYPES.__getitem__, horizontal=True
    )
    asked = entity[1] if entity else None
    return {"template": template, "kind": kind, "entity": _entity(EntityType(kind), asked, key)}


def choose_template(label: str, names: Mapping[str, str], *, key: str, first: str | None = None) -> str | None:
    """A template by its name, which may be searched; ``first`` is chosen at first where it is one of them."""
    ids = list(names)
    place = ids.index(first) if first and first in names else None
    return st.selectbox(
        label, ids, place, key=key, format_func=lambda one: names.get(one, one), placeholder="Search by name"
    )


def _entity(kind: EntityType, asked: str | None, key: str) -> str:
    """An entity without a link that is known, or any other id that is typed."""
    known = {row.entity_id: row.name for row in list_unlinked(entity_type=kind, size=MOST_KNOWN).rows}
    ids = list(dict.fromkeys([*([asked] if asked else []), *known]))
    chosen = st.selectbox(
        "Entity id",
        ids,
        0 if asked else None,
        key=f"{key}.entity.{kind}",
        format_func=lambda one: f"{one} · {known[one]}" if known.get(one) else one,
        accept_new_options=True,
        placeholder="Search what has no link yet, or type an id",
        help="Known from deliveries, from a list, or from the billing software; see Coverage.",
    )
    return chosen or ""


def _add(then: Target | None, decision: Decision) -> Done:
    fields = decision.fields
    if not fields["template"]:
        raise InvalidInput("template", "is missing. Choose one.")
    link_id = add_link(fields["template"], entity_type=fields["kind"], entity_id=fields["entity"], actor=decision.actor)
    screen, address = then or ("links", {"id": link_id})
    return Done(f"“{fields['entity'].strip()}” is linked.", screen, address)
