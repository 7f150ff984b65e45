"""Which two versions are compared; the choice lives in the address as ``a`` and ``b``."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from domain.looks import look
from services.get_version import VersionDetail, get_version
from services.list_templates import TemplateRow
from services.list_versions import VersionRow, list_versions
from ui.links import query
from ui.missing import or_back_to

_TEMPLATE, _OLD, _NEW = "compare.template", "compare.a", "compare.b"


@dataclass(frozen=True)
class Choice:
    """Two versions to compare, the older side first."""

    old: VersionDetail
    new: VersionDetail


def choose_versions(templates: Sequence[TemplateRow]) -> Choice | None:
    """Draw the three fields and return the two versions, None until both are chosen."""
    with or_back_to("templates", "To the templates"):
        asked = [get_version(key) if key else None for key in (query("a"), query("b"))]
    asked_template = next((each.template_id for each in asked if each), query("template"))
    template_id = _choose_template(templates, asked_template)
    if template_id is None:
        return None
    versions = list_versions(template_id)
    left, swap, right = st.columns([10, 1, 10], vertical_alignment="bottom")
    with left:
        old = _choose_version("From", _OLD, "a", versions, asked[0])
    with swap:
        st.button("", key="compare.swap", icon=":material/swap_horiz:", on_click=_swap, help="Swap the two sides")
    with right:
        new = _choose_version("To", _NEW, "b", versions, asked[1])
    return Choice(old, new) if old and new else None


def _choose_template(templates: Sequence[TemplateRow], asked: str | None) -> str | None:
    names = {row.id: row.name for row in templates}
    st.session_state[_TEMPLATE] = asked if asked in names else None
    chosen: str | None = st.selectbox(
        "Template",
        list(names),
        key=_TEMPLATE,
        format_func=lambda key: names.get(key, key),
        placeholder="Choose a template",
        on_change=_keep_template,
    )
    return chosen


def _choose_version(
    label: str, key: str, name: str, versions: Sequence[VersionRow], asked: VersionDetail | None
) -> VersionDetail | None:
    words = {row.id: f"{row.version} · {look(row.status).word}{', active' * row.is_active}" for row in versions}
    known = asked if asked and asked.id in words else None
    st.session_state[key] = known.id if known else None
    st.selectbox(
        label,
        list(words),
        key=key,
        format_func=lambda version: words.get(version, version),
        placeholder="Choose a version",
        on_change=_keep_version,
        args=(key, name),
    )
    return known


def _keep_template() -> None:
    chosen = st.session_state[_TEMPLATE]
    st.query_params.from_dict({"template": chosen} if chosen else {})


def _keep_version(key: str, name: str) -> None:
    chosen = st.session_state[key]
    others = {other: value for other, value in st.query_params.items() if other != name}
    st.query_params.from_dict({**others, **({name: chosen} if chosen else {})})


def _swap() -> None:
    pair = {"a": query("b"), "b": query("a")}
    kept = {"template": query("template"), **pair}
    st.query_params.from_dict({name: value for name, value in kept.items() if value})
