"""Where in the new value stands what stood somewhere in the old one, told by their changes alone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from domain.diff.model import Change, ChangeKind, Path
from domain.json_types import JsonValue


@dataclass(frozen=True)
class Pairing:
    """How the elements of an old array and a new one belong together, by index.

    ``moved`` are the new indices of those whose order among the others changed.
    """

    new_of: dict[int, int]
    moved: frozenset[int]


class Following:
    """Follows paths from the old value to the new one; ``changes`` is their ``diff``."""

    def __init__(self, changes: Sequence[Change], old: JsonValue, new: JsonValue) -> None:
        self._old, self._new = old, new
        self._gone = {each.before for each in changes if each.kind is ChangeKind.REMOVED}
        self._come = {each.after for each in changes if each.kind is ChangeKind.ADDED}
        self._names = {
            each.before: each.after[-1] for each in changes if each.kind is ChangeKind.RENAMED and each.after
        }
        self._moved: dict[Path, list[tuple[int, int]]] = defaultdict(list)
        for each in changes:
            if each.kind is ChangeKind.MOVED and each.before and each.after:
                self._moved[each.before[:-1]].append((int(each.before[-1]), int(each.after[-1])))
        self._followed: dict[Path, Path | None] = {(): ()}
        self._pairings: dict[Path, Pairing] = {}

    def follow(self, path: Path) -> Path | None:
        """Where ``path`` of the old value leads in the new one; None where that is gone."""
        if path not in self._followed:
            self._followed[path] = self._follow(path)
        return self._followed[path]

    def pairing(self, before: Path, after: Path) -> Pairing:
        """Which elements of the old array at ``before`` are which of the new one at ``after``."""
        if before not in self._pairings:
            self._pairings[before] = self._pair(before, after)
        return self._pairings[before]

    def _follow(self, path: Path) -> Path | None:
        parent = self.follow(path[:-1])
        if parent is None or path in self._gone:
            return None
        step = path[-1]
        if isinstance(step, str):
            return (*parent, self._names.get(path, step))
        index = self.pairing(path[:-1], parent).new_of.get(step)
        return None if index is None else (*parent, index)

    def _pair(self, before: Path, after: Path) -> Pairing:
        """What neither came, went nor moved kept its order."""
        moved = dict(self._moved.get(before, ()))
        arrived = frozenset(moved.values())
        left = [i for i in range(_size(self._old, before)) if i not in moved and (*before, i) not in self._gone]
        kept = [i for i in range(_size(self._new, after)) if i not in arrived and (*after, i) not in self._come]
        return Pairing(dict(zip(left, kept, strict=False)) | moved, arrived)


def at(value: JsonValue, path: Path) -> JsonValue:
    """What stands at ``path``; None where there is nothing."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _size(value: JsonValue, path: Path) -> int:
    found = at(value, path)
    return len(found) if isinstance(found, list) else 0
