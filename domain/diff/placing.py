"""Other edits that make an array of another one: what differs is paired place by place, whatever it was matched with.

An element that was matched with one further on may stand where another one has to be put anyway: `[a, b]` becomes
`[x, a']` by adding `x` and all that makes `a'` of `a`, or by putting `x` for `a` and `a'` for `b`.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import cast

from domain.diff.aligning import Slot, aligned
from domain.diff.edits import Edit
from domain.diff.equality import surely_equal
from domain.json_types import JsonValue

Operations = Callable[[Edit], int]
"""How many operations an edit takes."""


def placings(array: Edit, operations: Operations) -> Iterator[list[Edit]]:
    """Edits within ``array`` that may take fewer operations than its own.

    First those that keep what is equal, and between that pair what differs; then those that pair all from the start.
    """
    if not isinstance(array.old, list) or not isinstance(array.new, list) or all(each.stays for each in array.inner):
        return
    runs = [[*slots] for differs, slots in groupby(aligned(array), _differs) if differs]
    if len(runs) > 1 or not _is_by_place(runs[0], operations):
        yield [edit for run in runs for edit in _cheapest(array, run, operations)]
        yield _paired(array, range(len(array.old)), range(len(array.new)))


def _differs(slot: Slot) -> bool:
    return slot.edit is not None


def _is_by_place(run: Sequence[Slot], operations: Operations) -> bool:
    """By place, such a run takes no fewer operations than as it was matched."""
    return all(slot.edit and not slot.edit.moved and operations(slot.edit) == 1 for slot in run)


def _cheapest(array: Edit, run: Sequence[Slot], operations: Operations) -> list[Edit]:
    """A run of elements that differ as it was matched, unless by place it takes fewer operations, or has moved ones."""
    told = [slot.edit for slot in run if slot.edit]
    if _is_by_place(run, operations):
        return told
    paired = _paired(
        array, [slot.old for slot in run if slot.old is not None], [slot.new for slot in run if slot.new is not None]
    )
    if any(edit.moved for edit in told):
        return paired
    saved = min(sum(edit.is_gone for edit in told), sum(edit.is_new for edit in told))
    count = sum(operations(edit) if edit.stays and edit.inner else 1 for edit in paired)
    return told if sum(map(operations, told)) - saved <= count else paired


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
