"""What keeps its order when one sequence becomes another: longest common and longest rising subsequences."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Pair = tuple[int, int]
_Link = tuple[Pair, "_Link | None"]


def longest_common(candidates: Iterable[tuple[int, Sequence[int]]]) -> list[Pair]:
    """As many pairs as rise on both sides; each old index comes, in order, with the new indices that it may be.

    O(p log p) for p pairs (Hunt and Szymanski, 1977).
    """
    ends: list[int] = []
    links: list[_Link] = []
    for index, places in candidates:
        for place in sorted(places, reverse=True):
            at = bisect_left(ends, place)
            link: _Link = ((index, place), links[at - 1] if at else None)
            ends[at : at + 1], links[at : at + 1] = [place], [link]
    return _unlinked(links[-1] if links else None)


def unmoved(new_of: Mapping[int, int]) -> list[Pair]:
    """The pairs of a one-to-one mapping that keep their order, as many as can; the others are what moved."""
    pairs = sorted(new_of.items())
    if all(one[1] < other[1] for one, other in pairwise(pairs)):
        return pairs
    by_place = sorted((place, (index,)) for index, place in pairs)
    return [(index, place) for place, index in longest_common(by_place)]


def _unlinked(link: _Link | None) -> list[Pair]:
    found = []
    while link is not None:
        found.append(link[0])
        link = link[1]
    found.reverse()
    return found
