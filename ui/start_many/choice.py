"""Of which template and version many are started."""

from dataclasses import dataclass

import streamlit as st

from domain.errors import shorten
from domain.json_types import JsonObject
from services.find_startable import find_startable
from services.get_version import get_version
from services.list_versions import VersionRow
from ui.links import query
from ui.start.draft import Draft
from ui.start.version import choose_version


@dataclass(frozen=True)
class ManyOf:
    """The version that is started, and the schema of its input."""

    template_name: str
    version: VersionRow
    schema: JsonObject | None


def choose_version_for_many(draft: Draft) -> ManyOf | None:
    """Draw both boxes; the address's ``template`` is chosen at first."""
    names = {each.id: each.name or "" for each in find_startable() if each.entity_type is None}
    if not names:
        st.info("There is no template yet. Make one first.")
        return None
    ids, asked = [*names], query("template")
    first, second = st.columns([3, 2])
    with first:
        chosen = st.selectbox(
            "Template",
            ids,
            ids.index(asked) if asked in names else None,
            format_func=lambda key: shorten(names[key], 100),
            key="start_many.template",
            persist_state="session",
        )
    with second:
        version = choose_version(draft, chosen) if chosen else None
    if version is None or chosen is None:
        return None
    return ManyOf(names[chosen], version, get_version(version.id).input_schema)
