"""The changes between two definitions: how many of each kind, and each with its place, before and after."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from domain.diff.model import Change, ChangeKind, Path, pointer
from domain.json_types import JsonValue
from domain.json_values import compact
from domain.looks import Look
from ui.badges import badge
from ui.table import Column, show_table

LOOKS = {
    ChangeKind.ADDED: Look("Added", "+", "green"),
    ChangeKind.REMOVED: Look("Removed", "−", "red"),
    ChangeKind.CHANGED: Look("Changed", "±", "blue"),
    ChangeKind.MOVED: Look("Moved", "↕", "violet"),
    ChangeKind.RENAMED: Look("Renamed", "≈", "blue"),
}
MOST_SHOWN = 500
LONGEST_VALUE = 200


def show_counts(changes: Sequence[Change]) -> None:
    """One badge for each kind of change that occurs."""
    counts = Counter(change.kind for change in changes)
    st.markdown(" ".join(badge(LOOKS[kind], f"{counts[kind]:,}") for kind in ChangeKind if counts[kind]))


def show_changes(changes: Sequence[Change], old: JsonValue, new: JsonValue) -> None:
    """A table of the changes, grouped by the part of the definition in which they are."""

    def part(change: Change) -> str:
        return _part(new if change.after is not None else old, change.place)

    groups = {name: place for place, name in enumerate(dict.fromkeys(map(part, changes)))}
    shown = sorted(changes, key=lambda change: groups[part(change)])[:MOST_SHOWN]
    columns: list[Column[Change]] = [
        Column("Part", part, width=165),
        Column("Change", lambda change: LOOKS[change.kind], kind="status", looks=tuple(LOOKS.values()), width=110),
        Column("Where", lambda change: _inside(change.place), width=190),
        Column("Before", _before, width=180),
        Column("After", _after, width=200),
        Column("JSON Pointer", lambda change: pointer(change.place), width=300, help="RFC 6901, into the newer side"),
    ]
    show_table(shown, columns, key="compare.changes", height=None if len(shown) <= 12 else 470)
    if len(changes) > MOST_SHOWN:
        st.caption(f"The first {MOST_SHOWN:,} of {len(changes):,} changes are listed.")


def _part(value: JsonValue, place: Path) -> str:
    """The top-level key, and below ``do`` the name of the task."""
    if not place:
        return "the whole definition"
    tasks = value.get("do") if isinstance(value, dict) and place[0] == "do" and len(place) > 1 else None
    task = tasks[place[1]] if isinstance(tasks, list) and isinstance(place[1], int) else None
    return f"do › {next(iter(task))}" if isinstance(task, dict) and len(task) == 1 else str(place[0])


def _inside(place: Path) -> str:
    """The way within the part: names of keys, without the places of arrays."""
    inner = place[3 if place[:1] == ("do",) else 1 :]
    return " › ".join(str(step) for step in inner if isinstance(step, str)) or "itself"


def _before(change: Change) -> str | None:
    if change.kind is ChangeKind.MOVED and change.before:
        return f"position {int(change.before[-1]) + 1}"
    return None if change.before is None else _shortened(change.old)


def _after(change: Change) -> str | None:
    if change.kind is ChangeKind.MOVED and change.after:
        return f"position {int(change.after[-1]) + 1}"
    return None if change.after is None else _shortened(change.new)


def _shortened(value: JsonValue) -> str:
    text = compact(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
