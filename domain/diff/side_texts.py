"""Two JSON values as two texts whose lines are aligned: what a viewer needs to show them side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from domain.diff.model import ChangeKind
from domain.diff.side_by_side import Row
from domain.open_workflow.redacting import HIDDEN

Lines = tuple[int, int]
"""The first line and the one after the last, counted from zero."""


@dataclass(frozen=True)
class SideTexts:
    """Both texts; outside of ``blocks``, pairs of line ranges in order, their lines are equal one by one.

    A range is empty where a side has nothing. ``moved`` are the ranges of each side that stand elsewhere on the other.
    """

    old: str
    new: str
    blocks: tuple[tuple[Lines, Lines], ...]
    moved: tuple[tuple[Lines, ...], tuple[Lines, ...]]


def side_texts(rows: Sequence[Row]) -> SideTexts:
    """The texts of aligned rows. One that only differs by the comma behind it, or in what is hidden, is a block too."""
    return SideTexts(
        "\n".join(row.old for row in rows if row.old is not None),
        "\n".join(row.new for row in rows if row.new is not None),
        tuple((old, new) for differs, old, new in _runs(rows, [*map(_differs, rows)]) if differs),
        (
            tuple(old for moved, old, _ in _runs(rows, _moved(rows)) if moved and old[0] != old[1]),
            tuple(new for moved, _, new in _runs(rows, _moved(rows)) if moved and new[0] != new[1]),
        ),
    )


def _runs(rows: Sequence[Row], told: Sequence[bool]) -> Iterator[tuple[bool, Lines, Lines]]:
    """Runs of rows about which the same is told, with the lines that they take on each side."""
    old = new = 0
    for is_so, group in groupby(zip(told, rows, strict=True), key=lambda pair: pair[0]):
        kept = [row for _, row in group]
        ends = old + sum(row.old is not None for row in kept), new + sum(row.new is not None for row in kept)
        yield is_so, (old, ends[0]), (new, ends[1])
        old, new = ends


def _differs(row: Row) -> bool:
    return row.old != row.new or (row.mark is not None and row.new is not None and HIDDEN in row.new)


def _moved(rows: Sequence[Row]) -> list[bool]:
    return [row.mark is ChangeKind.MOVED for row in rows]
