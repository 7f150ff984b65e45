"""Other edits that make an array of another one: what differs is paired place by place, whatever it was matched with.

An element that was matched with one further on may stand where another one has to be put anyway: `[a, b]` becomes
`[x, a']` by adding `x` and all that makes `a'` of `a`, or by putting `x` for `a` and `a'` for `b`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from operator import attrgetter
from typing import cast

from domain.diff.aligning import Slot, aligned
from domain.diff.edits import Edit, Step
from domain.diff.equality import surely_equal
from domain.json_types import JsonValue

Operations = Callable[[Edit], int]
"""How many operations an edit takes."""


def placings(array: Edit, operations: Operations) -> Iterator[list[Edit]]:
    """Edits within ``array`` that may take fewer operations than its own.

    First those that keep what is equal, and between that pair what differs; then those that pair all from the start.
    Where the latter come close, because much of what they replace only goes from one place to the next, each element
    that differs is put whole.
    """
    if not isinstance(array.old, list) or not isinstance(array.new, list) or all(each.stays for each in array.inner):
        return
    runs = [[*slots] for differs, slots in groupby(aligned(array), _differs) if differs]
    if len(runs) == 1 and _is_by_place(runs[0], operations):
        return
    yield [edit for run in runs for edit in _cheapest(array, run, operations)]
    paired = _paired(array, range(len(array.old)), range(len(array.new)))
    yield paired
    going = sum(type(edit.old) is not type(edit.new) or not isinstance(edit.old, dict | list) for edit in paired)
    if len(paired) - going < sum(map(operations, array.inner)):
        yield [_put_whole(edit) if edit.stays and operations(edit) > 1 else edit for edit in array.inner]


def _put_whole(edit: Edit) -> Edit:
    return Edit(edit.parent, edit.before, edit.after, edit.old, edit.new, replaced=True)


def _differs(slot: Slot) -> bool:
    return slot.edit is not None


def _is_by_place(run: Sequence[Slot], operations: Operations) -> bool:
    """As it was matched, a run takes no more operations than there are places."""
    if any(slot.edit and slot.edit.moved for slot in run):
        return False
    places = max(len(_indices(slot.old for slot in run)), len(_indices(slot.new for slot in run)))
    return _operations(run, operations) <= places


def _operations(run: Sequence[Slot], operations: Operations) -> int:
    """How many a run takes as it was matched."""
    saved = sum(_put_for_others([*slots]) for is_pair, slots in groupby(run, attrgetter("is_pair")) if not is_pair)
    return sum(operations(slot.edit) for slot in run if slot.edit) - saved


def _cheapest(array: Edit, run: Sequence[Slot], operations: Operations) -> list[Edit]:
    """A run of elements that differ as it was matched, unless by place it takes fewer operations, or has moved ones."""
    told = [slot.edit for slot in run if slot.edit]
    if _is_by_place(run, operations):
        return told
    paired = _paired(array, _indices(slot.old for slot in run), _indices(slot.new for slot in run))
    if any(edit.moved for edit in told):
        return paired
    count = sum(operations(edit) if edit.stays and edit.inner else 1 for edit in paired)
    return told if _operations(run, operations) <= count else paired


def _indices(steps: Iterable[Step | None]) -> list[int]:
    return [step for step in steps if isinstance(step, int)]


def _put_for_others(slots: Sequence[Slot]) -> int:
    """How many that come are put for one that goes."""
    gone = sum(slot.new is None for slot in slots)
    return min(gone, len(slots) - gone)


def _paired(array: Edit, olds: Sequence[int], news: Sequence[int]) -> list[Edit]:
    """The edits for these elements of both sides, one by one, and what is left of the longer side."""
    old, new = cast(list[JsonValue], array.old), cast(list[JsonValue], array.new)
    told = {(edit.before, edit.after): edit for edit in array.inner if edit.stays}
    found = []
    for before, after in zip_longest(olds, news):
        if before is None:
            found.append(Edit(array, None, after, None, new[after]))
        elif after is None:
            found.append(Edit(array, before, None, old[before]))
        elif (before, after) in told:
            found.append(told[before, after])
        elif not surely_equal(old[before], new[after]):
            found.append(Edit(array, before, after, old[before], new[after], replaced=True))
    return found
