"""Which element of an old array is which element of a new one.

Identity comes first: ``id``, else ``name``, else the key of an object that has only one, as tasks are written. What has
no identity, or shares it with a neighbour, is matched by equal content, and what is left by its place between the
elements that were matched.
"""

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from domain.json_types import JsonValue
from domain.json_values import compact

IDENTIFYING = ("id", "name")
Token = tuple[str, Hashable]


@dataclass(frozen=True)
class Matching:
    """``new_of`` maps old index to new index; ``moved`` are the old indices whose order among the others changed."""

    sizes: tuple[int, int]
    new_of: dict[int, int]
    moved: frozenset[int]

    def alignment(self) -> Iterator[tuple[int | None, int | None]]:
        """Both arrays side by side as (old index, new index); what moved stands alone at both its places."""
        old, new = 0, 0
        for before, after in [*self._anchors(), self.sizes]:
            yield from ((index, None) for index in range(old, before))
            yield from ((None, index) for index in range(new, after))
            if (before, after) != self.sizes:
                yield before, after
            old, new = before + 1, after + 1

    def _anchors(self) -> list[tuple[int, int]]:
        return sorted(pair for pair in self.new_of.items() if pair[0] not in self.moved)


def match_arrays(old: Sequence[JsonValue], new: Sequence[JsonValue]) -> Matching:
    """Match the elements of two arrays; as few as possible count as moved. O(n log n) beside reading the content."""
    before, after = _tokens(old, new)
    found = _same(before, after)
    by_new_place = sorted(found, key=found.__getitem__)
    unmoved = {by_new_place[place] for place in _longest_rising(by_new_place)}
    moved = frozenset(found) - unmoved
    anchors = sorted((index, found[index]) for index in unmoved)
    for place, index in _by_place(before, after, found, anchors):
        found[place] = index
    return Matching((len(old), len(new)), found, moved)


def identity(element: JsonValue) -> Hashable | None:
    """What tells an element from its neighbours, None when nothing does."""
    if not isinstance(element, dict):
        return None
    for name in IDENTIFYING:
        value = element.get(name)
        if isinstance(value, str | int):
            return (name, type(value).__name__, value)
    return ("key", *element) if len(element) == 1 else None


def _tokens(old: Sequence[JsonValue], new: Sequence[JsonValue]) -> tuple[list[Token], list[Token]]:
    """What each element is matched by: its identity where neither array has it twice, else its content."""
    known = [identity(element) for element in old], [identity(element) for element in new]
    twice = {found for side in known for found, count in Counter(side).items() if count > 1} | {None}

    def token(element: JsonValue, found: Hashable | None) -> Token:
        return ("content", compact(element)) if found in twice else ("identity", found)

    return [*map(token, old, known[0])], [*map(token, new, known[1])]


def _same(before: Sequence[Token], after: Sequence[Token]) -> dict[int, int]:
    """Equal tokens by index; equal beginnings and ends first, so that repeated content shifts nothing."""
    shorter = min(len(before), len(after))
    head = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    tail = next((i for i in range(shorter - head) if before[-1 - i] != after[-1 - i]), shorter - head)
    found = {index: index for index in range(head)}
    found |= {len(before) - 1 - i: len(after) - 1 - i for i in range(tail)}
    waiting: defaultdict[Token, deque[int]] = defaultdict(deque)
    for index in range(head, len(after) - tail):
        waiting[after[index]].append(index)
    for index in range(head, len(before) - tail):
        if places := waiting.get(before[index]):
            found[index] = places.popleft()
    return found


def _longest_rising(values: Sequence[int]) -> list[int]:
    """Places of a longest strictly rising subsequence (patience sorting)."""
    ends: list[int] = []
    places: list[int] = []
    previous: list[int | None] = []
    for place, value in enumerate(values):
        at = bisect_left(ends, value)
        ends[at : at + 1], places[at : at + 1] = [value], [place]
        previous.append(places[at - 1] if at else None)
    found: list[int] = []
    place_or_none = places[-1] if places else None
    while place_or_none is not None:
        found.append(place_or_none)
        place_or_none = previous[place_or_none]
    return found


def _by_place(
    before: Sequence[Token], after: Sequence[Token], found: dict[int, int], anchors: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Pair what has no identity and was not found, one after the other between the same two anchors."""
    taken = set(found.values())
    waiting: defaultdict[int, deque[int]] = defaultdict(deque)
    new_anchors = [index for _, index in anchors]
    for index, token in enumerate(after):
        if index not in taken and token[0] == "content":
            waiting[bisect_left(new_anchors, index)].append(index)
    pairs = []
    old_anchors = [index for index, _ in anchors]
    for index, token in enumerate(before):
        gap = waiting.get(bisect_left(old_anchors, index))
        if index not in found and token[0] == "content" and gap:
            pairs.append((index, gap.popleft()))
    return pairs
