"""What keeps its order when one sequence becomes another: longest common and longest rising subsequences."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter

Pair = tuple[int, int]
_Link = tuple[Pair, "_Link | None"]


def longest_common(candidates: Iterable[tuple[int, Sequence[int]]]) -> list[Pair]:
    """As many pairs as rise on both sides; each old index comes, in order, with the new indices that it may be.

    Where it could be one or another, the earliest.

    O(p log p) for p pairs (Hunt and Szymanski, 1977).
    """
    ends: list[int] = []
    links: list[_Link] = []
    for index, places in candidates:
        for place in sorted(places, reverse=True):
            at = bisect_left(ends, place)
            if at < len(ends) and ends[at] == place:
                continue
            link: _Link = ((index, place), links[at - 1] if at else None)
            ends[at : at + 1], links[at : at + 1] = [place], [link]
    return _unlinked(links[-1] if links else None)


def unmoved(new_of: Mapping[int, int], reasons: Callable[[Pair], int] | None = None) -> list[Pair]:
    """The pairs of a one-to-one mapping that keep their order, as many as can; the others are what moved.

    Where it could be one or another, those with the most ``reasons`` to stay, of which a pair has up to 2.
    """
    pairs = sorted(new_of.items())
    if all(one[1] < other[1] for one, other in pairwise(pairs)):
        return pairs
    if reasons:
        return _heaviest(pairs, [1 + 2 * len(pairs) + reasons(pair) for pair in pairs])
    by_place = sorted((place, (index,)) for index, place in pairs)
    return [(index, place) for place, index in longest_common(by_place)]


def _heaviest(pairs: Sequence[Pair], weights: Sequence[int]) -> list[Pair]:
    """The pairs that rise on both sides and weigh most; O(n log n), the tree of Fenwick (1994) over the places."""
    rank = {place: at + 1 for at, (_, place) in enumerate(sorted(pairs, key=itemgetter(1)))}
    best: list[tuple[int, _Link | None]] = [(0, None)] * (len(pairs) + 1)
    for pair, weight in zip(pairs, weights, strict=True):
        at = rank[pair[1]]
        before = max([best[each] for each in _below(at - 1)] or [(0, None)], key=itemgetter(0))
        found = before[0] + weight, (pair, before[1])
        while at < len(best):
            best[at] = max(best[at], found, key=itemgetter(0))
            at += at & -at
    return _unlinked(max((best[each] for each in _below(len(pairs))), key=itemgetter(0))[1])


def _below(at: int) -> Iterator[int]:
    while at:
        yield at
        at &= at - 1


def _unlinked(link: _Link | None) -> list[Pair]:
    found = []
    while link is not None:
        found.append(link[0])
        link = link[1]
    found.reverse()
    return found
