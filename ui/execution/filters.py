"""The filters of the list of executions: widgets that show what the address says and change it."""

from enum import StrEnum
from typing import TypeVar

import streamlit as st

from domain.errors import InvalidInput, shorten
from domain.looks import look, looks_of
from domain.vocabulary import EntityType, ExecutionKind, ExecutionStatus, Origin, RuntimeStatus
from services.execution_address import NAMES, SPANS, check_contained, filter_of
from services.list_executions import SHORTEST_SEARCH, ExecutionFilter
from services.list_templates import list_templates
from services.list_versions import list_versions
from ui.escape import escape
from ui.filters import choose, choose_day, choose_many, clear_filters, switch, type_text
from ui.wording import ENTITY_TYPES

_Word = TypeVar("_Word", bound=StrEnum)
_SPANS = {
    "1h": "Last hour",
    "24h": "Last 24 hours",
    "7d": "Last 7 days",
    "30d": "Last 30 days",
    "90d": "Last 90 days",
}
_TIMES = {
    "60": "1 minute",
    "600": "10 minutes",
    "3600": "1 hour",
    "21600": "6 hours",
    "86400": "1 day",
    "604800": "7 days",
    "2592000": "30 days",
}
_ENTITY_WORDS = {str(word): told for word, told in ENTITY_TYPES.items()}
_MORE = frozenset(NAMES) - {"text", "status", "template", "version", "time", "runtime", "origin", "roots"}


def execution_filters() -> ExecutionFilter:
    """Draw the filters and return what the address says."""
    first = st.columns([4, 4, 3, 3], vertical_alignment="bottom")
    with first[0]:
        _search()
    with first[1]:
        choose_many("Status", "status", [*ExecutionStatus], lambda word: looks_of(ExecutionStatus)[word].text)
    with first[2]:
        template = _template()
    with first[3]:
        _version(template)
    second = st.columns([3, 3, 3, 5], vertical_alignment="bottom")
    with second[0]:
        choose("Created", "time", [*SPANS], lambda span: _SPANS.get(span, span))
    with second[1]:
        _one_of("Runtime status", "runtime", RuntimeStatus)
    with second[2]:
        _one_of("Origin", "origin", Origin)
    with second[3], st.container(horizontal=True, vertical_alignment="center"):
        switch("Roots", "roots", help="Leave out executions that another one started")
        _more_filters()
        st.button("Clear", key="filters.clear", icon=":material/filter_alt_off:", on_click=clear_execution_filters)
    return filter_of(st.query_params.to_dict())


def clear_execution_filters() -> None:
    """Forget all filters of the list; for ``on_click``."""
    clear_filters(*NAMES)


def _more_filters() -> None:
    used = len(_MORE & set(st.query_params))
    with st.popover(f"More ({used})" if used else "More", icon=":material/tune:", help="More filters"):
        left, middle, right = st.columns(3)
        with left:
            _when()
            _how_long()
        with middle:
            _what_for()
        with right:
            _kinds()
        _contents()


def _when() -> None:
    choose_day("Created from", "from", help="The first day; not together with a relative time")
    choose_day("Created to", "to", help="The last day")
    choose("Days and times in", "zone", list(dict.fromkeys(["UTC", st.context.timezone or "UTC"])), hint="UTC")


def _how_long() -> None:
    choose("Took at least", "longer", [*_TIMES], lambda seconds: _TIMES.get(seconds, f"{seconds} s"))
    choose("Took less than", "shorter", [*_TIMES], lambda seconds: _TIMES.get(seconds, f"{seconds} s"))
    choose("Runs for at least", "running", [*_TIMES], lambda seconds: _TIMES.get(seconds, f"{seconds} s"))


def _what_for() -> None:
    type_text("Customer", "customer", placeholder="Whole id")
    type_text("Subscription", "subscription", placeholder="Whole id")
    type_text("Service request", "request", placeholder="Whole id")
    choose("Entity type", "entity_type", [*EntityType], lambda word: _ENTITY_WORDS.get(word, word))
    type_text("Entity", "entity", placeholder="Whole id")
    type_text("Started by", "starter", placeholder="Whole name")


def _kinds() -> None:
    _one_of("Kind", "kind", ExecutionKind)
    type_text("Failure type", "failure", placeholder="Such as timeout")
    type_text("Children of", "parent", placeholder="Whole id")
    type_text("Family of", "family", placeholder="Whole id of the root")
    switch("Waiting for a person", "waiting", help="A human task is open")
    switch("Drift", "drift", help="Status and runtime status disagree")
    switch("Not recovered", "unrecovered", help="Failed, and nothing of the same kind has completed since")
    switch("By the backend", "backend", help="Made without Pointsman")


def _contents() -> None:
    asked = type_text(
        "Context or input contains",
        "contains",
        placeholder='{"customer": {"id": "cus_8412"}}',
        help="A JSON object; what it holds stands somewhere in the context or in the input, at the same place",
    )
    try:
        check_contained(asked)
    except InvalidInput as error:
        st.caption(escape(str(error)))


def _search() -> None:
    text = type_text("Search", "text", placeholder="Part of a name, or a whole id").strip()
    if 0 < len(text) < SHORTEST_SEARCH:
        st.caption(f"Write at least {SHORTEST_SEARCH} characters to search.")


def _template() -> str | None:
    names = {row.id: row.name for row in list_templates()}
    return choose("Template", "template", [*names], lambda key: shorten(names.get(key, f"Unknown template {key}")))


def _version(template_id: str | None) -> None:
    versions = {row.id: row.version for row in list_versions(template_id)} if template_id else {}
    choose("Version", "version", [*versions], lambda key: shorten(versions.get(key, f"Version {key}"), 40))


def _one_of(label: str, name: str, words: type[_Word]) -> None:
    choose(label, name, [*words], lambda word: look(words(word)).text if word in set(words) else word)
