"""The filters of the list of executions."""

from enum import StrEnum
from typing import TypeVar

import streamlit as st

from domain.errors import shorten
from domain.looks import look, looks_of
from domain.vocabulary import ExecutionKind, ExecutionStatus, Origin, RuntimeStatus
from services.list_executions import SHORTEST_SEARCH, ExecutionFilter
from services.list_templates import list_templates
from services.list_versions import list_versions
from ui.filters import choose, choose_day, choose_many, clear_filters, switch, type_text
from ui.times import day_begins, day_ends

NAMES = ("text", "status", "template", "version", "runtime", "origin", "kind", "from", "to", "roots")
_Word = TypeVar("_Word", bound=StrEnum)


def execution_filters() -> ExecutionFilter:
    """Draw the filters and return what they say."""
    first = st.columns([4, 4, 3, 3], vertical_alignment="bottom")
    with first[0]:
        text = _search()
    with first[1]:
        statuses = choose_many(
            "Status", "status", [*ExecutionStatus], lambda word: looks_of(ExecutionStatus)[word].text
        )
    with first[2]:
        template = _template()
    with first[3]:
        version = _version(template)
    second = st.columns([3, 2, 2, 3, 3, 3, 2], vertical_alignment="bottom")
    with second[0]:
        runtime = _one_of("Runtime status", "runtime", RuntimeStatus)
    with second[1]:
        origin = _one_of("Origin", "origin", Origin)
    with second[2]:
        kind = _one_of("Kind", "kind", ExecutionKind)
    with second[3]:
        first_day = choose_day("Created from", "from", help="The first day, in UTC")
    with second[4]:
        last_day = choose_day("Created to", "to", help="The last day, in UTC")
    with second[5]:
        roots_only = switch("Roots only", "roots", help="Leave out executions that another one started")
    with second[6]:
        st.button("Clear", key="filters.clear", icon=":material/filter_alt_off:", on_click=clear_execution_filters)
    return ExecutionFilter(
        statuses=tuple(ExecutionStatus(status) for status in statuses),
        runtime_status=runtime,
        template_id=template,
        version_id=version,
        origin=origin,
        kind=kind,
        created_from=day_begins(first_day),
        created_before=day_ends(last_day),
        text=text,
        roots_only=roots_only,
    )


def clear_execution_filters() -> None:
    """Forget all filters of the list; for ``on_click``."""
    clear_filters(*NAMES)


def _search() -> str:
    text = type_text("Search", "text", placeholder="Part of a name, or a whole id").strip()
    if 0 < len(text) < SHORTEST_SEARCH:
        st.caption(f"Write at least {SHORTEST_SEARCH} characters to search.")
        return ""
    return text


def _template() -> str | None:
    names = {row.id: row.name for row in list_templates()}
    return choose("Template", "template", [*names], lambda key: shorten(names.get(key, f"Unknown template {key}")))


def _version(template_id: str | None) -> str | None:
    versions = {row.id: row.version for row in list_versions(template_id)} if template_id else {}
    return choose("Version", "version", [*versions], lambda key: shorten(versions.get(key, f"Version {key}"), 40))


def _one_of(label: str, name: str, words: type[_Word]) -> _Word | None:
    chosen = choose(label, name, [*words], lambda word: look(words(word)).text if word in set(words) else word)
    return words(chosen) if chosen in set(words) else None
