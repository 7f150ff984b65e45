"""One diff for all views of it, made once for each pair of definitions."""

from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from domain.diff.comparing import diff
from domain.diff.model import Diff
from domain.diff.side_by_side import Row, side_by_side
from domain.diff.side_texts import SideTexts, side_texts
from domain.diff.telling import ChangeLine, lines_of
from domain.json_types import JsonValue
from domain.json_values import content_hash
from domain.reading_order import reading_order
from services.get_version import VersionDetail

KEPT = 8
"""Comparisons that one process keeps in memory."""


@dataclass(frozen=True)
class Comparison:
    """Two definitions in reading order, and what changed; ``id`` is that of the pair, by content."""

    id: str
    changes: Diff

    @property
    def old(self) -> JsonValue:
        """The older definition."""
        return self.changes.old

    @property
    def new(self) -> JsonValue:
        """The newer definition."""
        return self.changes.new

    @cached_property
    def lines(self) -> list[ChangeLine]:
        """The changes in plain words."""
        return lines_of(self.changes, self.old, self.new)

    @cached_property
    def rows(self) -> list[Row]:
        """Both definitions as lines."""
        return side_by_side(self.changes)

    @cached_property
    def sides(self) -> SideTexts:
        """Both definitions as texts with aligned lines."""
        return side_texts(self.rows)


def compare(old: VersionDetail, new: VersionDetail) -> Comparison:
    """The comparison of two versions; asked again for the same content it costs nothing."""
    return _compared(old.content_hash, new.content_hash, old.definition, new.definition)


def compare_values(old: JsonValue, new: JsonValue) -> Comparison:
    """The comparison of two definitions that need not be stored."""
    return _compared(content_hash(old), content_hash(new), old, new)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _compared(old_hash: str, new_hash: str, _old: JsonValue, _new: JsonValue) -> Comparison:
    old, new = reading_order(_old), reading_order(_new)
    return Comparison(f"{old_hash[:16]}.{new_hash[:16]}", diff(old, new))
