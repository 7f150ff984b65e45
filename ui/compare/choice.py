"""Which two versions are compared; the choice lives in the address as ``a`` and ``b``, and can be shared."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from domain.looks import look
from services.get_version import VersionDetail, get_version
from services.list_templates import TemplateRow
from services.list_versions import VersionRow, list_versions
from ui.links import query
from ui.missing import or_back_to


@dataclass(frozen=True)
class Choice:
    """Two versions to compare, the older side first."""

    old: VersionDetail
    new: VersionDetail

    @property
    def names(self) -> tuple[str, str]:
        """What to call the two sides: by number, with the template where there are two of them."""
        return self._name(self.old), self._name(self.new)

    def _name(self, version: VersionDetail) -> str:
        alone = self.old.template_id == self.new.template_id
        return version.version if alone else f"{version.template_name} {version.version}"


@dataclass(frozen=True)
class _Side:
    """One side of the comparison: its place in the address, and that of its template while no version is chosen."""

    name: str
    label: str
    template: str

    @property
    def template_key(self) -> str:
        return f"compare.{self.name}.template"

    @property
    def key(self) -> str:
        return f"compare.{self.name}"


_OLD, _NEW = _Side("a", "From", "template"), _Side("b", "To", "template_b")


def choose_versions(templates: Sequence[TemplateRow]) -> Choice | None:
    """Draw the fields of both sides and return the two versions, None until both are chosen."""
    with or_back_to("templates", "To the templates"):
        asked = [get_version(key) if key else None for key in (query("a"), query("b"))]
    first = next((each.template_id for each in asked if each), query("template"))
    left, swap, right = st.columns([12, 1, 12], vertical_alignment="bottom")
    with left:
        old = _choose(_OLD, templates, asked[0], first)
    with swap:
        st.button("", key="compare.swap", icon=":material/swap_horiz:", on_click=_swap, help="Swap the two sides")
    with right:
        new = _choose(_NEW, templates, asked[1], query("template_b") or first)
    return Choice(old, new) if old and new else None


def _choose(
    side: _Side, templates: Sequence[TemplateRow], asked: VersionDetail | None, template: str | None
) -> VersionDetail | None:
    names = {row.id: row.name for row in templates}
    wanted = asked.template_id if asked else template
    st.session_state[side.template_key] = wanted if wanted in names else None
    wide, narrow = st.columns([3, 2], vertical_alignment="bottom")
    chosen = wide.selectbox(
        f"{side.label}: template",
        list(names),
        key=side.template_key,
        format_func=lambda key: names.get(key, key),
        placeholder="Choose a template",
        on_change=_keep_template,
        args=(side,),
    )
    versions = list_versions(chosen) if chosen else []
    words = {row.id: _described(row) for row in versions}
    known = asked if asked and asked.id in words else None
    st.session_state[side.key] = known.id if known else None
    narrow.selectbox(
        f"{side.label}: version",
        list(words),
        key=side.key,
        format_func=lambda version: words.get(version, version),
        placeholder="Choose a version",
        on_change=_keep_version,
        args=(side,),
    )
    return known


def _described(row: VersionRow) -> str:
    return f"{row.version} · {look(row.status).word}{', active' * row.is_active}"


def _keep_template(side: _Side) -> None:
    """Another template on one side: its version is chosen next. The other side keeps its own."""
    chosen = st.session_state[side.template_key]
    other = _NEW if side is _OLD else _OLD
    kept = {other.name: query(other.name), other.template: query(other.template)}
    if not kept[other.name] and not kept[other.template]:
        kept[other.template] = chosen
    _go_on({**kept, side.template: chosen})


def _keep_version(side: _Side) -> None:
    _go_on({**st.query_params.to_dict(), side.name: st.session_state[side.key]})


def _swap() -> None:
    _go_on({"a": query("b"), "b": query("a"), "view": query("view")})


def _go_on(kept: dict[str, str | None]) -> None:
    """The new address; a place in the text was one of the pair before."""
    st.query_params.from_dict({name: value for name, value in kept.items() if value and name not in {"at", "was"}})
