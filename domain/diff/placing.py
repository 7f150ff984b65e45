"""Other edits that make an array of another one: what differs is paired place by place, whatever it was matched with.

An element that was matched with one further on may stand where another one has to be put anyway: `[a, b]` becomes
`[x, a']` by adding `x` and all that makes `a'` of `a`, or by putting `x` for `a` and `a'` for `b`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, zip_longest
from operator import attrgetter, itemgetter
from typing import TypeAlias, cast

from domain.diff.aligning import Slot, aligned
from domain.diff.edits import Edit, Step
from domain.diff.equality import content, surely_equal
from domain.json_types import JsonValue

Operations = Callable[[Edit], int]
"""How many operations an edit takes."""
_Run: TypeAlias = Sequence[Slot]
"""Neighbours that all differ."""
_Staying: TypeAlias = Mapping[tuple[Step | None, Step | None], Edit]
"""The edits of elements that stay, by their old and new index."""


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
    staying = {(edit.before, edit.after): edit for edit in array.inner if edit.stays}
    cheapest = [edit for group in _linked(runs) for edit in _cheapest(array, group, staying, operations)]
    yield sorted(cheapest, key=_place)
    paired = _paired(array, range(len(array.old)), range(len(array.new)), staying)
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


def _cheapest(array: Edit, runs: Sequence[_Run], staying: _Staying, operations: Operations) -> Iterable[Edit]:
    """Runs of elements that differ as they were matched, unless in another way they take fewer operations.

    By place; or, where something moves, with what else differs put whole, or by place with what is in containers of one
    thing going from one to the other.
    """
    told = _told(runs)
    if _is_by_place(runs, operations):
        return told
    saved = _put_for_others(runs)
    paired = _kept_moves(told, [edit for run in runs for edit in _paired(array, *_sides(run), staying)])
    ways: list[tuple[int, Iterable[Edit]]] = [(sum(map(operations, told)) - saved, told)]
    if any(map(_moved, runs)):
        whole = [_put_whole(edit) if edit.stays and operations(edit) > 1 else edit for edit in told]
        opened = [_opened(edit) for edit in paired]
        passed = len(passed_on(edit for edit in opened if edit not in told))
        ways += [(sum(map(operations, whole)) - saved, whole), (sum(map(operations, opened)) - passed, opened)]
    ways.append((sum(map(operations, paired)), paired))
    return min(ways, key=itemgetter(0))[1]


def passed_on(edits: Iterable[Edit]) -> list[JsonValue]:
    """What goes in one of these edits and comes in another, so that it moves."""
    parts = [part for edit in edits for part in edit.inner or [edit]]
    going = Counter(content(part.old) for part in parts if part.is_gone)
    found = []
    for part in parts if going else ():
        if part.is_new and going[token := content(part.new)] > 0:
            going[token] -= 1
            found.append(part.new)
    return found


def _opened(edit: Edit) -> Edit:
    """The edit as what goes and comes inside, where each side is a container of one thing at most."""
    old, new = _entries(edit.old), _entries(edit.new)
    if not edit.replaced or type(edit.old) is not type(edit.new) or old is None or new is None:
        return edit
    if isinstance(edit.old, dict) and old.keys() & new.keys():
        return edit
    found = Edit(edit.parent, edit.before, edit.after, edit.old, edit.new)
    gone = [Edit(found, step, None, value) for step, value in old.items()]
    found.inner = gone + [Edit(found, None, step, None, value) for step, value in new.items()]
    return found


def _entries(value: JsonValue) -> dict[Step, JsonValue] | None:
    """The only entry of a container, or none; None where there are more."""
    if not isinstance(value, dict | list) or len(value) > 1:
        return None
    return dict(value.items() if isinstance(value, dict) else enumerate(value))


def _kept_moves(told: Iterable[Edit], paired: Sequence[Edit]) -> list[Edit]:
    """What was paired with nothing on either side moves as it did."""
    ends = {(edit.before, edit.after) for edit in paired}
    moves = [each for each in told if each.moved and (each.before, None) in ends and (None, each.after) in ends]
    kept = {end for each in moves for end in ((each.before, None), (None, each.after))}
    return [*moves, *(edit for edit in paired if (edit.before, edit.after) not in kept)]


def _indices(steps: Iterable[Step | None]) -> list[int]:
    return [step for step in steps if isinstance(step, int)]


def _paired(array: Edit, olds: Sequence[int], news: Sequence[int], staying: _Staying) -> list[Edit]:
    """The edits for these elements of both sides, one by one, and what is left of the longer side."""
    old, new = cast(list[JsonValue], array.old), cast(list[JsonValue], array.new)
    found = []
    for before, after in zip_longest(olds, news):
        if before is None:
            found.append(Edit(array, None, after, None, new[after]))
        elif after is None:
            found.append(Edit(array, before, None, old[before]))
        elif (before, after) in staying:
            found.append(staying[before, after])
        elif not surely_equal(old[before], new[after]):
            found.append(Edit(array, before, after, old[before], new[after], replaced=True))
    return found
