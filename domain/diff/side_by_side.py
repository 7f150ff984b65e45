"""Two JSON values as lines side by side, with what changed marked on both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import NamedTuple

from domain.diff.aligning import Slot, aligned
from domain.diff.edits import Edit, Step
from domain.diff.model import ChangeKind, Diff
from domain.json_types import JsonValue
from domain.open_workflow.redacting import unsecret
from domain.pretty import INDENT, WIDTH, brackets, lines, one_line, scalar


class Row(NamedTuple):
    """One line of each side, None where the side has none; ``mark`` is None where both say the same."""

    old: str | None
    new: str | None
    mark: ChangeKind | None = None


@dataclass(frozen=True)
class Gap:
    """Rows left out between two changes."""

    rows: int


class _Around(NamedTuple):
    """What stands before and after the two values of a pair on their lines."""

    indent: str = ""
    names: tuple[str, str] = ("", "")
    commas: tuple[str, str] = ("", "")


def side_by_side(diff: Diff) -> list[Row]:
    """All lines of both values, aligned; without the credentials that addresses in them carry."""
    found: list[Row] = []
    if diff.root.is_touched:
        _add_pair(diff.root, _Around(), found)
    else:
        _add_equal(diff.new, _Around(), found)
    return found


def folded(rows: Sequence[Row], context: int = 3) -> list[Row | Gap]:
    """``rows`` with only ``context`` equal rows around each change; the others are counted in gaps."""
    near: set[int] = set()
    for place, row in enumerate(rows):
        if row.mark:
            near.update(range(place - context, place + context + 1))
    found: list[Row | Gap] = []
    for is_near, group in groupby(enumerate(rows), key=lambda numbered: numbered[0] in near):
        kept = [row for _, row in group]
        found += kept if is_near else [Gap(len(kept))]
    return found


def _add_pair(pair: Edit, around: _Around, out: list[Row]) -> None:
    """Two values that differ, in themselves or inside."""
    if not pair.replaced and _opens(pair, WIDTH - len(around.indent)):
        _add_container(pair, around, out)
    else:
        old, new = _block(pair.old, around, 0), _block(pair.new, around, 1)
        out += (Row(one, other, ChangeKind.CHANGED) for one, other in zip_longest(old, new))


def _add_equal(value: JsonValue, around: _Around, out: list[Row]) -> None:
    shown = _block(value, around, 1)
    if around.commas[0] == around.commas[1]:
        out += map(Row, shown, shown)
    else:
        last = shown.pop().removesuffix(around.commas[1])
        out += map(Row, shown, shown)
        out.append(Row(last + around.commas[0], last + around.commas[1]))


def _opens(pair: Edit, room: int) -> bool:
    """One of two containers needs more than a line."""
    return one_line(pair.old, room) is None or one_line(pair.new, room) is None


def _add_container(pair: Edit, around: _Around, out: list[Row]) -> None:
    opening, closing = brackets(pair.new)
    indent = around.indent
    first = [unsecret(f"{indent}{name}{opening}") for name in around.names]
    out.append(Row(first[0], first[1], None if first[0] == first[1] else ChangeKind.RENAMED))
    slots = [*aligned(pair)]
    last_old = max((place for place, slot in enumerate(slots) if slot.old is not None), default=-1)
    last_new = max((place for place, slot in enumerate(slots) if slot.new is not None), default=-1)
    for place, slot in enumerate(slots):
        commas = "," * (place != last_old), "," * (place != last_new)
        _add_slot(pair, slot, _Around(indent + INDENT, (_name(slot.old), _name(slot.new)), commas), out)
    out.append(Row(f"{indent}{closing}{around.commas[0]}", f"{indent}{closing}{around.commas[1]}"))


def _add_slot(pair: Edit, slot: Slot, around: _Around, out: list[Row]) -> None:
    """An entry of two containers; what stands on one side only carries its mark."""
    edit = slot.edit
    if edit is None:
        _add_equal(_at(pair.new, slot.new), around, out)
    elif slot.is_pair:
        _add_pair(edit, around, out)
    elif slot.new is None:
        mark = ChangeKind.MOVED if edit.moved else ChangeKind.REMOVED
        out += (Row(line, None, mark) for line in _block(edit.old, around, 0))
    else:
        mark = ChangeKind.MOVED if edit.moved else ChangeKind.ADDED
        out += (Row(None, line, mark) for line in _block(edit.new, around, 1))


def _name(key: Step | None) -> str:
    return f"{scalar(key)}: " if isinstance(key, str) else ""


def _at(container: JsonValue, step: Step | None) -> JsonValue:
    if isinstance(container, dict):
        return container[str(step)]
    return container[step] if isinstance(container, list) and isinstance(step, int) else None


def _block(value: JsonValue, around: _Around, side: int) -> list[str]:
    """The lines of a value with indent, name and comma around them."""
    block = lines(value, around.indent)
    block[0] = f"{around.indent}{around.names[side]}{block[0]}"
    block[-1] += around.commas[side]
    return [*map(unsecret, block)]
