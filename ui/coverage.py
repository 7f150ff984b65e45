"""Coverage in four numbers, and the entities that have no link."""

from collections.abc import Sequence

import streamlit as st

from domain.coverage import Gap
from domain.looks import Look
from services.list_unlinked import UnlinkedEntity
from services.read_coverage import Coverage
from ui.badges import badge
from ui.links import link
from ui.table import Column, show_table
from ui.wording import ENTITY_TYPES, GAPS

NO_LINK = Look("Without a link", "∅", "red")
COVERED = "✓ None"
_ABOUT = {
    Gap.OFF: "Their template has no active version.",
    Gap.REFUSED: "The newest request found the link disabled.",
    Gap.QUIET: "Nobody asked for their entity.",
}
_SOURCES = {"deliveries": "deliveries", "file": "a file", "chargebee": "Chargebee"}


def show_numbers(numbers: Coverage) -> None:
    """Four cards; the three of links lead to the links that they count."""
    cells = st.columns(4)
    with cells[0], st.container(border=True, height="stretch"):
        _number(NO_LINK, numbers.unlinked, "Known products and services; they are listed below.")
    for cell, gap in zip(cells[1:], Gap, strict=True):
        with cell, st.container(border=True, height="stretch"):
            _number(GAPS[gap], numbers.links[gap], _ABOUT[gap])
            if numbers.links[gap]:
                link("links", "Show these links", gap=gap.value)


def _number(shown: Look, number: int, about: str) -> None:
    st.markdown(badge(shown))
    st.markdown(f"### {number:,}" if number else f"### :green[{COVERED}]")
    st.caption(about)


def show_unlinked(rows: Sequence[UnlinkedEntity]) -> None:
    """A table whose rows lead to what the entity would start, where it can be linked."""
    columns = [
        Column[UnlinkedEntity]("Entity", lambda row: row.entity_id, width=290),
        Column("Type", lambda row: ENTITY_TYPES[row.entity_type], width=120),
        Column("Name", lambda row: row.name, width=160),
        Column("Asked for last", lambda row: row.asked_at, "moment", width=155, help="Its last delivery, UTC"),
        Column("Known from", _known_from, width=150),
    ]
    show_table(
        rows,
        columns,
        key="coverage.table",
        opens=lambda row: ("foresee", {"entity_type": row.entity_type.value, "entity_id": row.entity_id}),
    )


def _known_from(row: UnlinkedEntity) -> str:
    return ", ".join(_SOURCES.get(source, source) for source in row.sources)
