"""Which way of patching each part takes the fewest operations, and of those ways the fewest characters.

A reader is told that a task moved and that five things in it changed. A patch that would need six operations for it
removes the task and adds it anew with two, and puts a part whole where that is shorter than its inner edits.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from domain.diff.edits import Edit
from domain.diff.placing import passed_on, placings
from domain.diff.sizes import size_up_to
from domain.diff.tracking import Track
from domain.json_types import JsonValue

ENOUGH = 1 << 40
OPERATION = 30
"""About how many characters an operation has beside its pointers and its value."""
REMOVED_AND_ADDED = 2


class Way(Enum):
    """How the old part of a pair becomes the new one."""

    INSIDE = auto()
    WHOLE = auto()
    APART = auto()


class Cost(NamedTuple):
    """Of patching a part with all within: operations, and about how many characters they have."""

    operations: int
    characters: int


@dataclass(frozen=True)
class Ways:
    """The way of each part that is not patched from inside; and for arrays that take fewer operations when patched
    place by place, the edits for that."""

    of: dict[Edit, Way] = field(default_factory=dict)
    by_place: dict[Edit, list[Edit]] = field(default_factory=dict)

    def inner(self, edit: Edit) -> Sequence[Edit]:
        """The edits within a part that is patched from inside."""
        return self.by_place.get(edit, edit.inner)


def ways(root: Edit) -> Ways:
    """The cheapest way for each part within ``root``."""
    found = Ways()
    costs: dict[Edit, Cost] = {}
    parts = [root]
    for part in parts:
        parts += part.inner
    for edit in reversed(parts):
        if len(edit.inner) == 1 and not edit.is_changed:
            cost = costs[edit.inner[0]]
            if cost.operations == 1:
                costs[edit] = cost
                continue
        way, costs[edit] = _cheapest(edit, costs, found)
        if way is not Way.INSIDE:
            found.of[edit] = way
    return found


def _cheapest(edit: Edit, costs: dict[Edit, Cost], found: Ways) -> tuple[Way, Cost]:
    if edit.is_gone or edit.is_new:
        return Way.INSIDE, _whole(edit)
    way, cost = _in_place(edit, costs, found)
    if not (edit.moved or edit.is_renamed):
        return way, cost
    around = OPERATION + _pointer(edit)
    if cost.operations >= REMOVED_AND_ADDED or way is Way.WHOLE or edit.replaced:
        return Way.APART, Cost(REMOVED_AND_ADDED, 2 * around + _size(edit.new))
    return way, Cost(cost.operations + 1, cost.characters + around + _pointer(edit))


def _in_place(edit: Edit, costs: dict[Edit, Cost], found: Ways) -> tuple[Way, Cost]:
    if edit.replaced:
        return Way.INSIDE, _whole(edit)
    cost = _sum(edit.inner, costs)
    if cost.operations > 1 and isinstance(edit.new, list):
        cost = _by_place(edit, cost, costs, found)
    if cost.operations > 1:
        around = OPERATION + _pointer(edit)
        size = around + size_up_to(edit.new, cost.characters - around)
        if size <= cost.characters:
            return Way.WHOLE, Cost(1, size)
    return Way.INSIDE, cost


def _by_place(array: Edit, told: Cost, costs: dict[Edit, Cost], found: Ways) -> Cost:
    """The cost of an array, patched place by place where that takes fewer operations."""

    def known(edit: Edit) -> int:
        return costs[edit].operations if edit in costs else len(edit.inner) or 1

    best = told
    for edits in placings(array, known):
        other = [edit for edit in edits if edit not in costs]
        passed = passed_on(other) if any(edit.inner for edit in other) else []
        operations = sum(map(known, edits)) - _saved_in_gaps(edits) - len(passed)
        if operations < best.operations:
            costs.update((edit, _whole(edit)._replace(operations=known(edit))) for edit in other)
            best = Cost(operations, _sum(edits, costs).characters - sum(map(_size, passed)))
            found.by_place[array] = edits
    return best


def _whole(edit: Edit) -> Cost:
    """The cost of one operation for the whole part."""
    return Cost(1, OPERATION + _pointer(edit) + (0 if edit.is_gone else _size(edit.new)))


def _pointer(edit: Edit) -> int:
    """How long its pointer is."""
    return sum([1 + len(str(each.before if each.after is None else each.after)) for each in edit.line()])


def _sum(edits: Sequence[Edit], costs: Mapping[Edit, Cost]) -> Cost:
    return Cost(
        sum([costs[each].operations for each in edits]) - _saved_in_gaps(edits),
        sum([costs[each].characters for each in edits]),
    )


def _saved_in_gaps(edits: Sequence[Edit]) -> int:
    """How many elements of an array come where another one goes, so that one operation puts one for the other."""
    if not any(edit.is_gone for edit in edits):
        return 0
    elements = [edit for edit in edits if isinstance(edit.before, int) or isinstance(edit.after, int)]
    gone = [edit.before for edit in elements if isinstance(edit.before, int) and (edit.after is None or edit.moved)]
    come = [edit.after for edit in elements if isinstance(edit.after, int) and (edit.before is None or edit.moved)]
    if not gone or not come:
        return 0
    track = Track(gone, (), come)
    going = Counter(
        track.old_gap(edit.before) for edit in elements if isinstance(edit.before, int) and edit.after is None
    )
    coming = Counter(
        track.new_gap(edit.after) for edit in elements if isinstance(edit.after, int) and edit.before is None
    )
    return sum((going & coming).values())


def _size(value: JsonValue) -> int:
    return size_up_to(value, ENOUGH)
