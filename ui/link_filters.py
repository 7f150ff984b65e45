"""The filters of the list of links."""

import streamlit as st

from domain.coverage import Gap
from domain.errors import shorten
from domain.vocabulary import EntityType
from services.list_links import LinkFilter
from services.list_templates import list_templates
from ui.filters import choose, clear_filters, type_text
from ui.wording import ENTITY_TYPES, GAPS

NAMES = ("search", "template", "type", "enabled", "gap")
_STATES = {"yes": "● Enabled", "no": "‖ Disabled"}


def link_filters() -> LinkFilter:
    """Draw the filters and return what they say."""
    cells = st.columns([4, 4, 3, 3, 4, 2], vertical_alignment="bottom")
    with cells[0]:
        search = type_text("Search", "search", placeholder="Part of an entity id or a template's name")
    with cells[1]:
        names = {row.id: row.name for row in list_templates()}
        template = choose("Template", "template", [*names], lambda key: shorten(names.get(key, f"Unknown {key}")))
    with cells[2]:
        kind = entity_type_filter()
    with cells[3]:
        enabled = choose("State", "enabled", [*_STATES], lambda word: _STATES.get(word, word))
    with cells[4]:
        gap = choose("Worth a look", "gap", [*Gap], lambda word: GAPS[Gap(word)].text if word in set(Gap) else word)
    with cells[5]:
        st.button("Clear", key="links.clear", icon=":material/filter_alt_off:", on_click=clear_link_filters)
    return LinkFilter(
        search=search,
        template_id=template,
        entity_type=kind,
        enabled={"yes": True, "no": False}.get(enabled or ""),
        gap=Gap(gap) if gap in set(Gap) else None,
    )


def entity_type_filter() -> EntityType | None:
    """Products, services, or both."""
    chosen = choose("Type", "type", [*EntityType], type_in_words)
    return EntityType(chosen) if chosen in set(EntityType) else None


def type_in_words(word: str) -> str:
    """An entity type of the address; a word that is none stays as it is."""
    return ENTITY_TYPES[EntityType(word)] if word in set(EntityType) else word


def clear_link_filters() -> None:
    """Forget all filters of the list; for ``on_click``."""
    clear_filters(*NAMES)
