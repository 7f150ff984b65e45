"""Where the elements of an array stand while they move, one after the other, to their new order."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable


class Track:
    """An array from which nothing has yet to be removed and to which nothing was added yet.

    Old and new indices that are not exceptions are those of anchors, which never move. Between two anchors stands
    first what has come, in its new order, then what has yet to leave, in its old one.
    """

    def __init__(self, gone: Iterable[int], leaving: Iterable[int], come: Iterable[int]) -> None:
        """``gone`` are all old indices that are no anchors, ``leaving`` those of them that are still there; ``come``
        are all new indices that are no anchors."""
        self._gone = sorted(gone)
        self._come = sorted(come)
        self._leaving = sorted(leaving)
        self._leaving_gaps = [self.old_gap(index) for index in self._leaving]
        self._placed: list[int] = []
        self._placed_gaps: list[int] = []

    def old_gap(self, index: int) -> int:
        """How many anchors stand before an old index."""
        return index - bisect_left(self._gone, index)

    def new_gap(self, index: int) -> int:
        """How many anchors stand before a new index."""
        return index - bisect_left(self._come, index)

    def anchor(self, index: int) -> int:
        """Where the anchor with this old index stands now."""
        gap = self.old_gap(index)
        return gap + bisect_right(self._placed_gaps, gap) + bisect_right(self._leaving_gaps, gap)

    def leaving(self, index: int) -> int:
        """Where the element with this old index, which has yet to leave, stands now."""
        gap = self.old_gap(index)
        return gap + bisect_right(self._placed_gaps, gap) + bisect_left(self._leaving, index)

    def leave(self, index: int) -> None:
        """It has left."""
        at = bisect_left(self._leaving, index)
        del self._leaving[at], self._leaving_gaps[at]

    def placed(self, index: int) -> int:
        """Where an element with this new index stands, or would if it came now."""
        gap = self.new_gap(index)
        return gap + bisect_left(self._placed, index) + bisect_left(self._leaving_gaps, gap)

    def place(self, index: int) -> None:
        """It has come."""
        at = bisect_left(self._placed, index)
        self._placed.insert(at, index)
        self._placed_gaps.insert(at, self.new_gap(index))
