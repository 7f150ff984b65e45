"""The filters of the list of deliveries."""

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from domain.errors import shorten
from domain.looks import looks_of
from domain.vocabulary import Outcome
from services.list_sources import list_sources
from services.list_templates import list_templates
from ui.filters import choose, choose_day, clear_filters, type_text
from ui.times import day_begins, day_ends

NAMES = ("outcome", "source", "entity", "template", "from", "to")


@dataclass(frozen=True)
class DeliveryFilter:
    """What the address narrows the list to."""

    outcome: Outcome | None
    source: str | None
    entity_id: str | None
    template_id: str | None
    received_from: datetime | None
    received_before: datetime | None

    @property
    def is_empty(self) -> bool:
        """True where every delivery is wanted."""
        return not any(vars(self).values())


def delivery_filters() -> DeliveryFilter:
    """Draw the filters and return what they say."""
    first = st.columns([3, 3, 4, 4], vertical_alignment="bottom")
    with first[0]:
        outcome = choose("Outcome", "outcome", [*Outcome], _outcome_in_words)
    with first[1]:
        source = choose("Source", "source", list_sources(), lambda name: shorten(name, 40))
    with first[2]:
        entity = type_text("Entity id", "entity", placeholder="The whole id").strip()
    with first[3]:
        names = {row.id: row.name for row in list_templates()}
        template = choose("Template", "template", [*names], lambda key: shorten(names.get(key, f"Unknown {key}")))
    second = st.columns([3, 3, 4, 4], vertical_alignment="bottom")
    with second[0]:
        first_day = choose_day("Received from", "from", help="The first day, in UTC")
    with second[1]:
        last_day = choose_day("Received to", "to", help="The last day, in UTC")
    with second[2]:
        st.button("Clear", key="deliveries.clear", icon=":material/filter_alt_off:", on_click=clear_delivery_filters)
    wanted = Outcome(outcome) if outcome in set(Outcome) else None
    return DeliveryFilter(wanted, source, entity or None, template, day_begins(first_day), day_ends(last_day))


def clear_delivery_filters() -> None:
    """Forget all filters of the list; for ``on_click``."""
    clear_filters(*NAMES)


def _outcome_in_words(word: str) -> str:
    return looks_of(Outcome)[word].text if word in set(Outcome) else word
