"""Which element of an old array is which element of a new one.

Identity comes first: the key of an object that has only one, as tasks are written, else its ``id``, ``name`` or the
one in its ``metadata``, where no other element of the array has the same. Then equal content, then likeness: a task
under another name is the same task when most of it is the same. What has no identity at all and is left between the
same two neighbours is matched by its place.
"""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from domain.diff.equality import content, surely_equal
from domain.diff.identity import NAMES, Name
from domain.diff.likeness import Demand, alike
from domain.diff.ordering import Pair, longest_common, unmoved
from domain.json_types import JsonValue

_Tokens: TypeAlias = list[tuple[int, int, Hashable]]
"""Index of an element, how many anchors stand before it, and its content."""
MOST_PAIRS = 50_000
BETWEEN_THE_SAME = Demand(share=0.5)
ELSEWHERE = Demand(share=0.7, leaves=3)
SAME_OBJECT = Demand(share=0.5, leaves=2)


@dataclass(frozen=True)
class Matching:
    """``new_of`` maps old index to new index; ``moved`` are the old indices whose order among the others changed."""

    sizes: tuple[int, int]
    new_of: dict[int, int]
    moved: frozenset[int]

    @property
    def is_by_place(self) -> bool:
        """Each element stands where it stood."""
        return not self.moved and len(self.new_of) == self.sizes[0] == self.sizes[1]

    def alignment(self) -> Iterator[tuple[int | None, int | None]]:
        """Both arrays side by side as (old index, new index); what moved stands alone at both its places."""
        if self.is_by_place:
            yield from zip(range(self.sizes[0]), range(self.sizes[1]), strict=True)
            return
        old, new = 0, 0
        for before, after in [*self._anchors(), self.sizes]:
            yield from ((index, None) for index in range(old, before))
            yield from ((None, index) for index in range(new, after))
            if (before, after) != self.sizes:
                yield before, after
            old, new = before + 1, after + 1

    def _anchors(self) -> list[Pair]:
        return sorted(pair for pair in self.new_of.items() if pair[0] not in self.moved)


@dataclass
class _Search:
    """Two arrays and what was found of them so far; ``named`` are the indices of both sides that have an identity."""

    old: Sequence[JsonValue]
    new: Sequence[JsonValue]
    found: dict[int, int] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    named: tuple[set[int], set[int]] = field(default_factory=lambda: (set(), set()))

    def add(self, pairs: Iterable[Pair]) -> None:
        for index, place in pairs:
            self.found[index] = place
            self.taken.add(place)

    def is_open(self) -> bool:
        """Both sides have something that was not found yet."""
        return len(self.found) < min(len(self.old), len(self.new))

    def left(self) -> tuple[list[int], list[int]]:
        """The indices of both sides that were not found yet."""
        if not self.found:
            return [*range(len(self.old))], [*range(len(self.new))]
        return (
            [index for index in range(len(self.old)) if index not in self.found],
            [place for place in range(len(self.new)) if place not in self.taken],
        )


def match_arrays(old: Sequence[JsonValue], new: Sequence[JsonValue]) -> Matching:
    """Match the elements of two arrays; as few as possible count as moved. O(n log n) beside reading the content."""
    if _have_the_same_keys(old, new):
        return Matching((len(old), len(new)), {index: index for index in range(len(old))}, frozenset())
    search = _Search(old, new)
    for name in NAMES if dict in {*map(type, old)} & {*map(type, new)} else ():
        if search.is_open():
            _match_by_name(search, name)
    for match in (_match_by_content, _match_by_likeness, _match_by_place):
        if search.is_open():
            match(search)
    kept = unmoved(search.found, lambda pair: _reasons_to_stay(old[pair[0]], new[pair[1]]))
    moved = search.found.keys() - {index for index, _ in kept} if len(kept) < len(search.found) else ()
    return Matching((len(old), len(new)), search.found, frozenset(moved))


def _reasons_to_stay(old: JsonValue, new: JsonValue) -> int:
    """What moves is better one that changed than one that did not, or one that is made of another one in a step."""
    return surely_equal(old, new) + (isinstance(old, dict | list) and len(old) > 1)


def _have_the_same_keys(old: Sequence[JsonValue], new: Sequence[JsonValue]) -> bool:
    """Both are lists of tasks with the same names in the same order, as most lists are."""
    if len(old) != len(new):
        return False
    names = [next(iter(each)) if type(each) is dict and len(each) == 1 else None for each in old]
    others = [next(iter(each)) if type(each) is dict and len(each) == 1 else None for each in new]
    return names == others and None not in names and len(set(names)) == len(names)


def match_keys(old: Mapping[str, JsonValue], new: Mapping[str, JsonValue]) -> dict[str, str]:
    """Which entries of an object have another key now, old key to new key: those whose content is alike."""
    gone = {key: value for key, value in old.items() if key not in new}
    come = {key: value for key, value in new.items() if key not in old}
    demand = BETWEEN_THE_SAME if len(old) == len(new) == 1 else SAME_OBJECT
    return alike(gone, come, lambda _, __: demand) if gone and come else {}


def _match_by_name(search: _Search, name: Name) -> None:
    """Match what has the same name on both sides, where no other element on its side has it."""
    before, after = search.left()
    old = _unique((index, name(search.old[index])) for index in before)
    new = _unique((place, name(search.new[place])) for place in after)
    search.named[0].update(old.values())
    search.named[1].update(new.values())
    search.add((index, new[known]) for known, index in old.items() if known in new)


def _unique(named: Iterable[tuple[int, Hashable | None]]) -> dict[Hashable, int]:
    found: dict[Hashable, int] = {}
    twice: set[Hashable] = set()
    for index, name in named:
        if name is not None and found.setdefault(name, index) != index:
            twice.add(name)
    return {name: index for name, index in found.items() if name not in twice} if twice else found


def _match_by_content(search: _Search) -> None:
    """Match equal content, in order where it can be; what is there more often than elsewhere is not found again."""
    indices, left_places = search.left()
    old_gap, new_gap = _gaps(search)
    before, after, ends = _without_equal_ends(
        [(index, old_gap(index), content(search.old[index])) for index in indices],
        [(place, new_gap(place), content(search.new[place])) for place in left_places],
    )
    search.add(ends)
    places: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place, _, token in after:
        places[token].append(place)
    candidates = {index: places[token] for index, _, token in before if token in places}
    if sum(map(len, candidates.values())) <= MOST_PAIRS + len(before) + len(after):
        fixed = {index: [place] for index, place in search.found.items()}
        search.add(longest_common(sorted({**candidates, **fixed}.items())))
    waiting = {token: deque(place for place in each if place not in search.taken) for token, each in places.items()}
    for index, _, token in before:
        if index not in search.found and waiting.get(token):
            search.add([(index, waiting[token].popleft())])


def _without_equal_ends(before: _Tokens, after: _Tokens) -> tuple[_Tokens, _Tokens, list[Pair]]:
    """What is left of both sides without their equal beginnings and ends, and the pairs of those."""
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at][1:] != after[at][1:]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if before[-1 - at][1:] != after[-1 - at][1:]), rest)
    stop, end = len(before) - tail, len(after) - tail
    equal = [*zip(before[:head], after[:head], strict=True), *zip(before[stop:], after[end:], strict=True)]
    return before[head:stop], after[head:end], [(one[0], other[0]) for one, other in equal]


def _match_by_likeness(search: _Search) -> None:
    before, after = search.left()
    old_gap, new_gap = _gaps(search)

    def demand(index: int, place: int) -> Demand:
        return BETWEEN_THE_SAME if old_gap(index) == new_gap(place) else ELSEWHERE

    pairs = alike({each: search.old[each] for each in before}, {each: search.new[each] for each in after}, demand)
    search.add(pairs.items())


def _match_by_place(search: _Search) -> None:
    """Pair what has no identity, one after the other between the same two neighbours; then objects of which one has."""
    before, after = search.left()
    old_named, old_other = _parted(before, search.named[0])
    new_named, new_other = _parted(after, search.named[1])
    _pair_in_gaps(search, old_other, new_other)
    _pair_in_gaps(search, old_named, _free_objects(search.new, new_other, search.taken))
    _pair_in_gaps(search, _free_objects(search.old, old_other, search.found), new_named)


def _parted(indices: Sequence[int], named: Container[int]) -> tuple[list[int], list[int]]:
    return [at for at in indices if at in named], [at for at in indices if at not in named]


def _free_objects(side: Sequence[JsonValue], indices: Sequence[int], found: Container[int]) -> list[int]:
    return [at for at in indices if at not in found and isinstance(side[at], dict)]


def _pair_in_gaps(search: _Search, before: Sequence[int], after: Sequence[int]) -> None:
    if not before or not after:
        return
    old_gap, new_gap = _gaps(search)
    waiting: defaultdict[int, deque[int]] = defaultdict(deque)
    for place in after:
        waiting[new_gap(place)].append(place)
    for index in before:
        if waiting[old_gap(index)]:
            search.add([(index, waiting[old_gap(index)].popleft())])


class _Gap:
    """How many of the anchors stand before an index."""

    def __init__(self, anchors: Iterable[int]) -> None:
        self._anchors = sorted(anchors)

    def __call__(self, index: int) -> int:
        return bisect_left(self._anchors, index)


def _gaps(search: _Search) -> tuple[_Gap, _Gap]:
    anchors = unmoved(search.found)
    return _Gap(index for index, _ in anchors), _Gap(place for _, place in anchors)
