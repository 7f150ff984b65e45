"""The elements of an old array and a new one side by side, as a diff has matched them."""

from collections.abc import Iterator
from typing import NamedTuple

from domain.diff.edits import Edit


class Slot(NamedTuple):
    """An element on both sides, or on one of them; ``edit`` tells how it differs, None where it does not."""

    old: int | None
    new: int | None
    edit: Edit | None


def aligned(array: Edit) -> Iterator[Slot]:
    """All elements of a pair of arrays; what moved stands alone at both its places, with the same edit."""
    old_size, new_size = (len(side) if isinstance(side, list) else 0 for side in (array.old, array.new))
    before = {edit.before: edit for edit in array.inner if edit.before is not None}
    after = {edit.after: edit for edit in array.inner if edit.after is not None}
    stay = (index for index in range(old_size) if index not in before or before[index].stays)
    kept = (place for place in range(new_size) if place not in after or after[place].stays)
    old = new = 0
    for index, place in zip(stay, kept, strict=True):
        yield from _alone(before, after, range(old, index), range(new, place))
        yield Slot(index, place, before.get(index))
        old, new = index + 1, place + 1
    yield from _alone(before, after, range(old, old_size), range(new, new_size))


def _alone(before: dict[str | int, Edit], after: dict[str | int, Edit], gone: range, come: range) -> Iterator[Slot]:
    yield from (Slot(index, None, before[index]) for index in gone)
    yield from (Slot(None, place, after[place]) for place in come)
