"""A stretch of time with the long silences folded, so that what happened can be seen."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

SHORTEST = timedelta(minutes=1)
PART = 0.05
"""A silence is folded when it lasts a minute or more, and this part of the whole stretch or more."""
FOLDED = 0.02
"""The width of a folded silence, as a part of the whole."""


@dataclass(frozen=True)
class Silence:
    """A span of time in which nothing began or ended."""

    begin: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasted."""
        return self.end - self.begin


def silences(moments: Iterable[datetime]) -> list[Silence]:
    """The long silences between moments, in order."""
    ordered = sorted(set(moments))
    if len(ordered) < 2:
        return []
    least = max(SHORTEST, (ordered[-1] - ordered[0]) * PART)
    return [Silence(one, other) for one, other in pairwise(ordered) if other - one >= least]


class FoldedTime:
    """Places from 0 to 1 for moments, each silence as narrow as any other."""

    def __init__(self, moments: Sequence[datetime], folded: Sequence[Silence]) -> None:
        self._begin, self._end = min(moments), max(moments)
        self._folded = list(folded)
        self._starts = [each.begin for each in folded]
        rest = (self._end - self._begin) - sum((each.length for each in folded), timedelta())
        self._scale = (1 - FOLDED * len(folded)) / rest.total_seconds() if rest else 0.0

    def place(self, moment: datetime) -> float:
        """Where a moment is; what is outside is at the nearer end."""
        moment = min(max(moment, self._begin), self._end)
        passed, seconds = 0.0, (moment - self._begin).total_seconds()
        for each in self._folded[: bisect_right(self._starts, moment)]:
            within = min(moment, each.end) - each.begin
            seconds -= within.total_seconds()
            passed += FOLDED * (within / each.length)
        return min(passed + seconds * self._scale, 1.0)

    def bars(self, begin: datetime, end: datetime, count: int) -> list[float]:
        """``count`` heights, 1 where the span from begin to end is; a moment is one bar."""
        first = min(int(self.place(begin) * count), count - 1)
        last = min(int(self.place(end) * count), count - 1)
        return [1.0 if first <= number <= last else 0.0 for number in range(count)]
