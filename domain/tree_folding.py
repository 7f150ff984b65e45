"""Which members of a large family are drawn one by one, and which fold into one node per status."""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

SMALL_FAMILY = 8


class Member(Protocol):
    """What folding needs to know of an execution."""

    @property
    def id(self) -> str: ...
    @property
    def parent_id(self) -> str | None: ...
    @property
    def status(self) -> str: ...


@dataclass(frozen=True)
class Fold:
    """Siblings of one status under one parent (None for roots); ``below`` counts their descendants."""

    parent_id: str | None
    status: str
    members: tuple[str, ...]
    below: int

    @property
    def key(self) -> str:
        """A node id that no execution has."""
        return f"fold:{self.parent_id or ''}:{self.status}"


def fold_family(members: Sequence[Member], current_id: str | None, limit: int) -> tuple[list[str], list[Fold]]:
    """The ids to draw, parents first, and the folds; all ids and no folds while there are at most ``limit`` members.

    Walks from the roots; brothers and sisters stay together when they are few, else only the way to the current one
    and single ones of a status stay. Time and space are linear in the number of members.
    """
    children = _children(members)
    if len(members) <= limit:
        reached = dict.fromkeys(_walk(children))
        return [*reached, *(member.id for member in members if member.id not in reached)], []
    status = {member.id: str(member.status) for member in members}
    way = _way_up({member.id: member.parent_id for member in members}, current_id)
    below = _descendants(children)
    shown: list[str] = []
    folds: list[Fold] = []
    waiting: deque[str | None] = deque([None])
    while waiting:
        parent = waiting.popleft()
        family = children.get(parent, [])
        kept = set(family) if len(family) <= SMALL_FAMILY and len(shown) < limit else way.intersection(family)
        for name, group in _by_status(family, status, kept).items():
            if len(group) == 1 and len(shown) < limit:
                kept.add(group[0])
            else:
                folds.append(Fold(parent, name, tuple(group), sum(below[key] for key in group)))
        drawn = [key for key in family if key in kept]
        shown += drawn
        waiting.extend(drawn)
    return shown, folds


def _children(members: Sequence[Member]) -> dict[str | None, list[str]]:
    known = {member.id for member in members}
    children: dict[str | None, list[str]] = defaultdict(list)
    for member in members:
        orphan = member.parent_id not in known or member.parent_id == member.id
        children[None if orphan else member.parent_id].append(member.id)
    return dict(children)


def _by_status(family: Sequence[str], status: Mapping[str, str], without: set[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key in family:
        if key not in without:
            groups[status[key]].append(key)
    return groups


def _way_up(parents: Mapping[str, str | None], start: str | None) -> set[str]:
    way: set[str] = set()
    while start in parents and start not in way:
        way.add(str(start))
        start = parents[str(start)]
    return way


def _walk(children: Mapping[str | None, list[str]]) -> Iterator[str]:
    waiting: deque[str | None] = deque([None])
    while waiting:
        family = children.get(waiting.popleft(), [])
        yield from family
        waiting.extend(family)


def _descendants(children: Mapping[str | None, list[str]]) -> dict[str, int]:
    below: dict[str, int] = {}
    for key in reversed(list(_walk(children))):
        below[key] = sum(1 + below[child] for child in children.get(key, []))
    return below
