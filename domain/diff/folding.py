"""What did not change, in runs that a viewer may fold."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from domain.diff.aligning import Slot, aligned
from domain.diff.edits import Edit, Path


@dataclass(frozen=True)
class Run:
    """Neighbours that are the same on both sides: their places, as many in ``before`` as in ``after``."""

    before: tuple[Path, ...]
    after: tuple[Path, ...]


def unchanged_runs(root: Edit) -> Iterator[Run]:
    """All runs in the order of the new value, those within a part that differs where that part stands.

    Two equal values are one run. What only moved is none.
    """
    if not root.is_touched:
        yield Run(((),), ((),))
        return
    waiting: list[Edit | Run] = [root]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Run):
            yield each
        elif each.inner:
            waiting += [*_within(each)][::-1]


def _within(pair: Edit) -> Iterator[Edit | Run]:
    before, after = pair.old_path(), pair.new_path()
    for is_equal, group in groupby(aligned(pair), _is_equal):
        slots = [*group]
        if is_equal:
            yield Run(
                tuple((*before, slot.old) for slot in slots if slot.old is not None),
                tuple((*after, slot.new) for slot in slots if slot.new is not None),
            )
        else:
            yield from (slot.edit for slot in slots if slot.edit and slot.new is not None)


def _is_equal(slot: Slot) -> bool:
    return slot.edit is None
