"""Other edits that make an array of another one: what differs is paired place by place, whatever it was matched with.

An element that was matched with one further on may stand where another one has to be put anyway: `[a, b]` becomes
`[x, a']` by adding `x` and all that makes `a'` of `a`, or by putting `x` for `a` and `a'` for `b`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from operator import attrgetter
from typing import TypeAlias, cast

from domain.diff.aligning import Slot, aligned
from domain.diff.edits import Edit, Step
from domain.diff.equality import surely_equal
from domain.json_types import JsonValue

Operations = Callable[[Edit], int]
"""How many operations an edit takes."""
_Run: TypeAlias = Sequence[Slot]
"""Neighbours that all differ."""


def placings(array: Edit, operations: Operations) -> Iterator[list[Edit]]:
    """Edits within ``array`` that may take fewer operations than its own.

    First those that keep what is equal, and between that pair what differs; then those that pair all from the start.
    Where the latter come close, because much of what they replace only goes from one place to the next, each element
    that differs is put whole.
    """
    if not isinstance(array.old, list) or not isinstance(array.new, list) or all(each.stays for each in array.inner):
        return
    runs = [[*slots] for differs, slots in groupby(aligned(array), _differs) if differs]
    if len(runs) == 1 and _is_by_place(runs, operations):
        return
    yield sorted([edit for group in _linked(runs) for edit in _cheapest(array, group, operations)], key=_place)
    paired = _paired(array, range(len(array.old)), range(len(array.new)))
    yield paired
    if _least(array, paired, operations) < sum(map(operations, array.inner)):
        yield [_put_whole(edit) if edit.stays and operations(edit) > 1 else edit for edit in array.inner]


def _least(array: Edit, paired: Sequence[Edit], operations: Operations) -> int:
    """At least so many operations it takes to make one of each pair of the other, when what it is not made of goes on
    to the next place."""
    made = [edit for edit in paired if type(edit.old) is type(edit.new) and isinstance(edit.old, dict | list)]
    places = {edit.before for edit in made}, {edit.after for edit in made}
    gone = sum(edit.is_gone and edit.before not in places[0] for edit in array.inner)
    come = sum(edit.is_new and edit.after not in places[1] for edit in array.inner)
    return sum(map(operations, made)) + max(gone, come)


def _put_whole(edit: Edit) -> Edit:
    return Edit(edit.parent, edit.before, edit.after, edit.old, edit.new, replaced=True)


def _differs(slot: Slot) -> bool:
    return slot.edit is not None


def _place(edit: Edit) -> int:
    return edit.after if isinstance(edit.after, int) else -1


def _linked(runs: Sequence[_Run]) -> Iterator[list[_Run]]:
    """The runs, those together between which something moves."""
    ends: defaultdict[Edit, list[int]] = defaultdict(list)
    for index, run in enumerate(runs):
        for edit in _moved(run):
            ends[edit].append(index)
    left = dict.fromkeys(range(len(runs)))
    while left:
        group = [next(iter(left))]
        for index in group:
            left.pop(index, None)
            group += [end for edit in _moved(runs[index]) for end in ends.pop(edit, ()) if end != index]
        yield [runs[index] for index in dict.fromkeys(group)]


def _moved(run: _Run) -> list[Edit]:
    return [slot.edit for slot in run if slot.edit and slot.edit.moved]


def _is_by_place(runs: Sequence[_Run], operations: Operations) -> bool:
    """As they were matched, runs take no more operations than they have places, less one for each move."""
    places = sum(max(map(len, _sides(run))) for run in runs)
    moves = len({edit for run in runs for edit in _moved(run)})
    return sum(map(operations, _told(runs))) - _put_for_others(runs) <= places - moves


def _told(runs: Sequence[_Run]) -> dict[Edit, None]:
    """The edits of runs as they were matched."""
    return {slot.edit: None for run in runs for slot in run if slot.edit}


def _put_for_others(runs: Sequence[_Run]) -> int:
    """How many that come are put for one that goes."""
    gaps = [[*slots] for run in runs for is_pair, slots in groupby(run, attrgetter("is_pair")) if not is_pair]
    edits = [[slot.edit for slot in gap if slot.edit] for gap in gaps]
    return sum(min(sum(edit.is_gone for edit in each), sum(edit.is_new for edit in each)) for each in edits)


def _sides(run: _Run) -> tuple[list[int], list[int]]:
    return _indices(slot.old for slot in run), _indices(slot.new for slot in run)


def _cheapest(array: Edit, runs: Sequence[_Run], operations: Operations) -> Iterable[Edit]:
    """Runs of elements that differ as they were matched, unless by place they take fewer operations."""
    told = _told(runs)
    if _is_by_place(runs, operations):
        return told
    paired = _kept_moves(told, [edit for run in runs for edit in _paired(array, *_sides(run))])
    saved = _put_for_others(runs)
    ways = [(sum(map(operations, told)) - saved, 0, told), (sum(map(operations, paired)), 2, paired)]
    if any(map(_moved, runs)):
        whole = [_put_whole(edit) if edit.stays and operations(edit) > 1 else edit for edit in told]
        ways.append((sum(map(operations, whole)) - saved, 1, whole))
    return min(ways, key=lambda way: way[:2])[-1]


def _kept_moves(told: Iterable[Edit], paired: Sequence[Edit]) -> list[Edit]:
    """What was paired with nothing on either side moves as it did."""
    ends = {(edit.before, edit.after) for edit in paired}
    moves = [each for each in told if each.moved and (each.before, None) in ends and (None, each.after) in ends]
    kept = {end for each in moves for end in ((each.before, None), (None, each.after))}
    return [*moves, *(edit for edit in paired if (edit.before, edit.after) not in kept)]


def _indices(steps: Iterable[Step | None]) -> list[int]:
    return [step for step in steps if isinstance(step, int)]


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
