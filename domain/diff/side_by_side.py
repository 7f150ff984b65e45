"""Two JSON values as lines side by side, with what changed marked on both sides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from typing import NamedTuple

from domain.diff.matching import match_arrays
from domain.diff.model import Change, ChangeKind, Path
from domain.json_types import JsonValue
from domain.pretty import INDENT, WIDTH, brackets, lines, one_line, scalar

Step = str | int
Slot = tuple[Step | None, Step | None, ChangeKind | None]


class Row(NamedTuple):
    """One line of each side, None where the side has none; ``mark`` is None where both say the same."""

    old: str | None
    new: str | None
    mark: ChangeKind | None = None


@dataclass(frozen=True)
class Gap:
    """Rows left out between two changes."""

    rows: int


class _Pair(NamedTuple):
    """Two values at their places, with what stands before and after each of them on its line."""

    old: JsonValue
    new: JsonValue
    before: Path
    after: Path
    indent: str = ""
    names: tuple[str, str] = ("", "")
    commas: tuple[str, str] = ("", "")


@dataclass
class _Touched:
    """Ways to what changed, on both sides; the places of what moved; and of what has another name, its old one."""

    old: set[Path] = field(default_factory=set)
    new: set[Path] = field(default_factory=set)
    moved: tuple[set[Path], set[Path]] = field(default_factory=lambda: (set(), set()))
    renamed: set[Path] = field(default_factory=set)


def side_by_side(old: JsonValue, new: JsonValue, changes: Sequence[Change]) -> list[Row]:
    """All lines of both values, aligned; ``changes`` is their ``diff``."""
    touched = _Touched()
    for change in changes:
        touched.old.update(_prefixes(change.before))
        touched.new.update(_prefixes(change.after))
        if change.before is not None and change.after is not None:
            if change.kind is ChangeKind.MOVED:
                touched.moved[0].add(change.before)
                touched.moved[1].add(change.after)
            elif change.kind is ChangeKind.RENAMED:
                touched.renamed.add(change.before)
    found: list[Row] = []
    _add_rows(_Pair(old, new, (), ()), touched, found)
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


def _add_rows(pair: _Pair, touched: _Touched, out: list[Row]) -> None:
    if pair.before not in touched.old and pair.after not in touched.new:
        _add_equal(pair.new, pair.indent, pair.names[1], pair.commas, out)
    elif _opens(pair.old, pair.new, WIDTH - len(pair.indent)):
        _add_container(pair, touched, out)
    else:
        old = _block(pair, lines(pair.old, pair.indent), 0)
        new = _block(pair, lines(pair.new, pair.indent), 1)
        out += (Row(one, other, ChangeKind.CHANGED) for one, other in zip_longest(old, new))


def _add_equal(value: JsonValue, indent: str, name: str, commas: tuple[str, str], out: list[Row]) -> None:
    shown = lines(value, indent)
    shown[0] = f"{indent}{name}{shown[0]}"
    last = shown.pop()
    out += map(Row, shown, shown)
    out.append(Row(last + commas[0], last + commas[1]))


def _opens(old: JsonValue, new: JsonValue, room: int) -> bool:
    """True for two objects or two arrays of which one needs more than a line."""
    both = (isinstance(old, dict) and isinstance(new, dict)) or (isinstance(old, list) and isinstance(new, list))
    return both and (one_line(old, room) is None or one_line(new, room) is None)


def _add_container(pair: _Pair, touched: _Touched, out: list[Row]) -> None:
    opening, closing = brackets(pair.new)
    first = [f"{pair.indent}{name}{opening}" for name in pair.names]
    out.append(Row(first[0], first[1], None if first[0] == first[1] else ChangeKind.RENAMED))
    slots = list(_slots(pair, touched))
    last_old = max((place for place, slot in enumerate(slots) if slot[0] is not None), default=-1)
    last_new = max((place for place, slot in enumerate(slots) if slot[1] is not None), default=-1)
    for place, slot in enumerate(slots):
        commas = "," * (place != last_old), "," * (place != last_new)
        _add_slot(pair, slot, commas, touched, out)
    out.append(Row(f"{pair.indent}{closing}{pair.commas[0]}", f"{pair.indent}{closing}{pair.commas[1]}"))


def _add_slot(pair: _Pair, slot: Slot, commas: tuple[str, str], touched: _Touched, out: list[Row]) -> None:
    one, other, mark = slot
    if mark is None and (*pair.before, one) not in touched.old and (*pair.after, other) not in touched.new:
        _add_equal(_at(pair.new, other), pair.indent + INDENT, _name(other), commas, out)
        return
    inner = _Pair(
        None if one is None else _at(pair.old, one),
        None if other is None else _at(pair.new, other),
        () if one is None else (*pair.before, one),
        () if other is None else (*pair.after, other),
        pair.indent + INDENT,
        (_name(one), _name(other)),
        commas,
    )
    if mark is None:
        _add_rows(inner, touched, out)
    elif other is None:
        out += (Row(line, None, mark) for line in _block(inner, lines(inner.old, inner.indent), 0))
    else:
        out += (Row(None, line, mark) for line in _block(inner, lines(inner.new, inner.indent), 1))


def _slots(pair: _Pair, touched: _Touched) -> Iterator[Slot]:
    """What the two containers hold, in one common order; what stands on one side only carries its mark."""
    for one, other in _aligned(pair.old, pair.new, is_renamed=_is_renamed(pair, touched)):
        mark = None
        if one is not None and other is None:
            mark = ChangeKind.MOVED if (*pair.before, one) in touched.moved[0] else ChangeKind.REMOVED
        elif one is None and other is not None:
            mark = ChangeKind.MOVED if (*pair.after, other) in touched.moved[1] else ChangeKind.ADDED
        yield one, other, mark


def _is_renamed(pair: _Pair, touched: _Touched) -> bool:
    """True for two objects of one key each that are the same under another name."""
    return isinstance(pair.old, dict) and len(pair.old) == 1 and (*pair.before, next(iter(pair.old))) in touched.renamed


def _aligned(old: JsonValue, new: JsonValue, *, is_renamed: bool) -> Iterator[tuple[Step | None, Step | None]]:
    if isinstance(old, dict) and isinstance(new, dict):
        if is_renamed and len(new) == 1:
            yield next(iter(old)), next(iter(new))
            return
        place = {key: float(index) for index, key in enumerate(new)}
        for before, key in zip([None, *old], old, strict=False):
            place.setdefault(key, place[before] + 0.5 if before is not None else -0.5)
        for key in sorted(place, key=place.__getitem__):
            yield key if key in old else None, key if key in new else None
    elif isinstance(old, list) and isinstance(new, list):
        yield from match_arrays(old, new).alignment()


def _name(key: Step | None) -> str:
    return f"{scalar(key)}: " if isinstance(key, str) else ""


def _prefixes(path: Path | None) -> list[Path]:
    return [] if path is None else [path[:end] for end in range(len(path) + 1)]


def _at(container: JsonValue, step: Step | None) -> JsonValue:
    if isinstance(container, dict):
        return container[str(step)]
    return container[step] if isinstance(container, list) and isinstance(step, int) else None


def _block(pair: _Pair, shown: list[str], side: int) -> list[str]:
    """The lines of a value with indent, name and comma around them."""
    block = [f"{pair.indent}{pair.names[side]}{shown[0]}", *shown[1:]]
    return [*block[:-1], block[-1] + pair.commas[side]]
