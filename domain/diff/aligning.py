"""What two containers hold, side by side, as a diff has matched it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from domain.diff.edits import Edit, Step
from domain.json_types import JsonObject


class Slot(NamedTuple):
    """An entry on both sides, or on one of them; ``edit`` tells how it differs, None where it does not."""

    old: Step | None
    new: Step | None
    edit: Edit | None

    @property
    def is_pair(self) -> bool:
        """It stands on both sides."""
        return self.old is not None and self.new is not None


def aligned(pair: Edit) -> Iterator[Slot]:
    """All entries of a pair of arrays or objects in one common order.

    What moved, or has another key, stands alone at both its places, with the same edit; only an object that has one
    entry alone, as a task is written, is paired with itself under another name.
    """
    before = {edit.before: edit for edit in pair.inner if edit.before is not None}
    after = {edit.after: edit for edit in pair.inner if edit.after is not None}
    if isinstance(pair.old, list) and isinstance(pair.new, list):
        yield from _aligned_elements(len(pair.old), len(pair.new), before, after)
    elif isinstance(pair.old, dict) and isinstance(pair.new, dict):
        yield from _aligned_entries(pair.old, pair.new, before, after)


def _aligned_elements(
    old_size: int, new_size: int, before: Mapping[Step, Edit], after: Mapping[Step, Edit]
) -> Iterator[Slot]:
    stay = (index for index in range(old_size) if index not in before or before[index].stays)
    kept = (place for place in range(new_size) if place not in after or after[place].stays)
    old = new = 0
    for index, place in zip(stay, kept, strict=True):
        yield from (Slot(each, None, before[each]) for each in range(old, index))
        yield from (Slot(None, each, after[each]) for each in range(new, place))
        yield Slot(index, place, before.get(index))
        old, new = index + 1, place + 1
    yield from (Slot(each, None, before[each]) for each in range(old, old_size))
    yield from (Slot(None, each, after[each]) for each in range(new, new_size))


def _aligned_entries(
    old: JsonObject, new: JsonObject, before: Mapping[Step, Edit], after: Mapping[Step, Edit]
) -> Iterator[Slot]:
    """In the order of the new object; what is gone follows what it followed."""
    if len(old) == len(new) == 1 and old.keys() != new.keys():
        (one,), (other,) = old, new
        if before[one].is_renamed:
            yield Slot(one, other, before[one])
            return
    place = {key: float(index) for index, key in enumerate(new)}
    for previous, key in zip([None, *old], old, strict=False):
        place.setdefault(key, place[previous] + 0.5 if previous is not None else -0.5)
    for key in sorted(place, key=place.__getitem__):
        if key not in new:
            yield Slot(key, None, before[key])
        elif key not in old:
            yield Slot(None, key, after[key])
        else:
            yield Slot(key, key, after.get(key))
