"""Which way of patching each part takes the fewest operations, and of those ways the fewest characters.

A reader is told that a task moved and that five things in it changed. A patch that would need six operations for it
removes the task and adds it anew with two, and puts a part whole where that is shorter than its inner edits.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from domain.diff.edits import Edit
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


@dataclass(frozen=True, slots=True)
class Cost:
    """Of patching a part with all within: operations, and about how many characters they have."""

    operations: int
    characters: int


def ways(root: Edit) -> dict[Edit, Way]:
    """The way of each part that is not patched from inside."""
    pointers: dict[Edit, int] = {}
    for edit in root.tree():
        step = edit.before if edit.after is None else edit.after
        pointers[edit] = 0 if edit.parent is None else pointers[edit.parent] + 1 + len(str(step))
    found: dict[Edit, Way] = {}
    costs: dict[Edit, Cost] = {}
    for edit, pointer in reversed(pointers.items()):
        inner = edit.inner
        if len(inner) == 1 and not edit.is_changed:
            costs[edit] = costs[inner[0]]
            if costs[edit].operations == 1:
                continue
        way, costs[edit] = _cheapest(edit, pointer, [costs[each] for each in inner])
        if way is not Way.INSIDE:
            found[edit] = way
    return found


def _cheapest(edit: Edit, pointer: int, inner: Sequence[Cost]) -> tuple[Way, Cost]:
    whole = OPERATION + pointer
    if edit.is_gone:
        return Way.INSIDE, Cost(1, whole)
    if edit.is_new:
        return Way.INSIDE, Cost(1, whole + _size(edit.new))
    way, cost = _in_place(edit, whole, inner)
    if not (edit.moved or edit.is_renamed):
        return way, cost
    if cost.operations >= REMOVED_AND_ADDED or way is Way.WHOLE or edit.replaced:
        return Way.APART, Cost(REMOVED_AND_ADDED, 2 * whole + _size(edit.new))
    return way, Cost(cost.operations + 1, cost.characters + whole + pointer)


def _in_place(edit: Edit, whole: int, inner: Sequence[Cost]) -> tuple[Way, Cost]:
    if edit.replaced:
        return Way.INSIDE, Cost(1, whole + _size(edit.new))
    cost = Cost(
        sum(each.operations for each in inner) - _saved_in_gaps(edit.inner), sum(each.characters for each in inner)
    )
    if cost.operations > 1:
        size = whole + size_up_to(edit.new, cost.characters - whole)
        if size <= cost.characters:
            return Way.WHOLE, Cost(1, size)
    return Way.INSIDE, cost


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
