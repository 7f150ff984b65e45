"""What changed from one JSON value to another, structurally: keys by name, elements of arrays by identity."""

from collections.abc import Iterator

from domain.diff.matching import match_arrays
from domain.diff.model import Change, ChangeKind, Diff, Path
from domain.json_types import JsonObject, JsonValue


def diff(old: JsonValue, new: JsonValue) -> Diff:
    """All changes in the order of the new value; empty when the values are equal (a number keeps its spelling)."""
    return Diff(old, new, tuple(_compared(old, new, (), ())))


def _compared(old: JsonValue, new: JsonValue, before: Path, after: Path) -> Iterator[Change]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _objects(old, new, before, after)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _arrays(old, new, before, after)
    elif not _same(old, new):
        yield Change(ChangeKind.CHANGED, before, after, old, new)


def _objects(old: JsonObject, new: JsonObject, before: Path, after: Path) -> Iterator[Change]:
    for key, value in old.items():
        if key not in new:
            yield Change(ChangeKind.REMOVED, (*before, key), None, old=value)
    for key, value in new.items():
        if key in old:
            yield from _compared(old[key], value, (*before, key), (*after, key))
        else:
            yield Change(ChangeKind.ADDED, None, (*after, key), new=value)


def _arrays(old: list[JsonValue], new: list[JsonValue], before: Path, after: Path) -> Iterator[Change]:
    matching = match_arrays(old, new)
    old_of = {index: place for place, index in matching.new_of.items()}
    for place, index in matching.alignment():
        if index is None:
            if place is not None and place not in matching.new_of:
                yield Change(ChangeKind.REMOVED, (*before, place), None, old=old[place])
            continue
        origin = old_of.get(index)
        if origin is None:
            yield Change(ChangeKind.ADDED, None, (*after, index), new=new[index])
            continue
        if place is None:
            yield Change(ChangeKind.MOVED, (*before, origin), (*after, index), old[origin], new[index])
        yield from _compared(old[origin], new[index], (*before, origin), (*after, index))


def _same(old: JsonValue, new: JsonValue) -> bool:
    """Equal scalars of the same type; ``1``, ``1.0`` and ``true`` are three values, as their texts are."""
    return type(old) is type(new) and repr(old) == repr(new)
