"""Which of two values are probably the same thing, edited: by the share of their leaves that are the same.

Only leaves that few candidates have lead from one value to another, so the work grows with the number of leaves and
never with the number of pairs.
"""

import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from typing import Generic, TypeVar

from domain.json_types import JsonValue

Key = TypeVar("Key", int, str)
Leaf = tuple[str | None, Hashable]
MOST_LEAVES = 48
MOST_SHARING = 12
MOST_CANDIDATES = 4


@dataclass(frozen=True)
class Demand:
    """How alike two values have to be: ``share`` of all their leaves, and ``leaves`` in number."""

    share: float
    leaves: int = 1


@dataclass(frozen=True)
class _Sketch(Generic[Key]):
    """Leaves of the values of one side; of many leaves a sample, the same one for the same leaves."""

    leaves: dict[Key, frozenset[Leaf]]

    @classmethod
    def of(cls, values: Mapping[Key, JsonValue]) -> "_Sketch[Key]":
        return cls({key: leaves_of(value) for key, value in values.items() if isinstance(value, dict | list)})


def alike(
    old: Mapping[Key, JsonValue], new: Mapping[Key, JsonValue], demand: Callable[[Key, Key], Demand]
) -> dict[Key, Key]:
    """Pairs of containers of the same kind that are alike enough, the same ones first, then the most alike; each in one
    pair at most."""
    before, after = _Sketch.of(old).leaves, _Sketch.of(new).leaves
    having: defaultdict[Leaf, list[Key]] = defaultdict(list)
    for key, leaves in after.items():
        for leaf in leaves:
            having[leaf].append(key)
    scored = []
    for place, (key, leaves) in enumerate(before.items()):
        for other in _candidates(leaves, having):
            common = len(leaves & after[other])
            share = 2 * common / (len(leaves) + len(after[other]))
            asked = demand(key, other)
            if share >= asked.share and common >= asked.leaves and type(old[key]) is type(new[other]):
                scored.append((share < 1, asked.share, -share, place, key, other))
    found: dict[Key, Key] = {}
    taken: set[Key] = set()
    for *_, key, other in sorted(scored, key=lambda each: each[:4]):
        if key not in found and other not in taken:
            found[key] = other
            taken.add(other)
    return found


def leaves_of(value: JsonValue) -> frozenset[Leaf]:
    """The scalars and empty containers in a value, each with the key that it stands under."""
    found: set[Leaf] = set()
    waiting: list[tuple[str | None, JsonValue]] = [(None, value)]
    while waiting:
        key, each = waiting.pop()
        if isinstance(each, dict) and each:
            waiting.extend(each.items())
        elif isinstance(each, list) and each:
            waiting.extend((key, inner) for inner in each)
        else:
            found.add((key, str(each) if isinstance(each, dict | list) else each))
    return frozenset(found if len(found) <= MOST_LEAVES else nsmallest(MOST_LEAVES, found, key=_rank))


def _candidates(leaves: frozenset[Leaf], having: Mapping[Leaf, list[Key]]) -> list[Key]:
    sharing = [having[leaf] for leaf in leaves if leaf in having]
    votes = Counter(key for keys in sharing if len(keys) <= MOST_SHARING for key in keys) if sharing else {}
    return nsmallest(MOST_CANDIDATES, votes, key=lambda key: (-votes[key], key))


def _rank(leaf: Leaf) -> tuple[int, str]:
    text = repr(leaf)
    return zlib.crc32(text.encode("utf-8", "surrogatepass")), text
