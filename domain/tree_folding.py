"""Which members of a large family are drawn one by one, and which fold into one node per status."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from domain.vocabulary import ExecutionStatus

SMALL_FAMILY = 8
MANY = 200
"""So many members are drawn one by one; beyond that, families fold."""
SEVERITY = (
    ExecutionStatus.FAILED,
    ExecutionStatus.FAILED_TO_START,
    ExecutionStatus.STARTED,
    ExecutionStatus.CREATED,
    ExecutionStatus.COMPLETED,
)
"""What a reader looks for first."""
BAD = frozenset(SEVERITY[:2])
MIXED = "mixed"
_RANK = {status: rank for rank, status in enumerate(SEVERITY)}


class Member(Protocol):
    """What folding needs to know of an execution."""

    @property
    def id(self) -> str: ...
    @property
    def parent_id(self) -> str | None: ...
    @property
    def status(self) -> ExecutionStatus: ...
    @property
    def on_temporal_only(self) -> bool: ...


@dataclass(frozen=True)
class Below:
    """How many descendants there are, and how many of them failed or failed to start."""

    all: int = 0
    bad: int = 0

    def __add__(self, other: "Below") -> "Below":
        return Below(self.all + other.all, self.bad + other.bad)


@dataclass(frozen=True)
class Fold:
    """Siblings under one parent (None for roots) that are drawn as one node, the worst first.

    All are of one status, or of several where there is no room for a node of each. ``below`` counts their descendants.
    """

    parent_id: str | None
    statuses: tuple[tuple[ExecutionStatus, int], ...]
    key: str
    below: Below
    on_temporal_only: bool

    @property
    def size(self) -> int:
        """How many members it holds."""
        return sum(count for _, count in self.statuses)


@dataclass(frozen=True)
class Folded:
    """``shown`` are the ids to draw one by one, parents first; ``below`` is told for each of them."""

    shown: tuple[str, ...]
    folds: tuple[Fold, ...]
    parents: Mapping[str, str | None]
    below: Mapping[str, Below]


@dataclass
class _Drawing:
    children: Mapping[str | None, list[Member]]
    below: Mapping[str, Below]
    way: set[str]
    opened: Mapping[str, int]
    limit: int
    shown: list[Member] = field(default_factory=list)
    folds: list[Fold] = field(default_factory=list)

    @property
    def room(self) -> int:
        return self.limit - len(self.shown) - len(self.folds)


def fold_family(
    members: Sequence[Member], current_id: str | None, limit: int = MANY, opened: Mapping[str, int] | None = None
) -> Folded:
    """What to draw of a family: all of it while there are at most ``limit`` members.

    Walks from the roots; brothers and sisters stay together when they are few, else only the way to the current one
    and single ones of a status stay. ``opened`` tells how many members of a fold, by its key, are drawn
    all the same. Failed ones come before completed ones. Time and space are linear in the number of members.
    """
    children = _children(members)
    below = _descendants(children)
    parents = {member.id: member.parent_id for member in members}
    if len(members) <= limit:
        reached = {member.id: None for member in _walk(children)}
        return Folded((*reached, *(key for key in parents if key not in reached)), (), parents, below)
    drawing = _Drawing(children, below, _way_up(parents, current_id), opened or {}, limit)
    waiting: deque[str | None] = deque([None])
    while waiting:
        waiting.extend(member.id for member in _draw(drawing, waiting.popleft()))
    return Folded(tuple(member.id for member in drawing.shown), tuple(drawing.folds), parents, below)


def fold_key(parent_id: str | None, status: str) -> str:
    """The id of a fold's node, which no execution has."""
    return f"fold:{parent_id or ''}:{status}"


def _draw(drawing: _Drawing, parent: str | None) -> list[Member]:
    """Draw the children of one member, and give those that are drawn one by one."""
    family = drawing.children.get(parent, [])
    is_small = len(family) <= min(SMALL_FAMILY, drawing.room)
    kept = {member.id for member in family if is_small or member.id in drawing.way}
    for status, group in _groups(drawing, family, kept):
        key = fold_key(parent, status)
        count = drawing.opened.get(key, 0)
        if len(group) == 1 and drawing.room > 0:
            count = 1
        kept.update(member.id for member in group[:count])
        if group[count:]:
            drawing.folds.append(_fold(drawing, parent, key, group[count:]))
    drawn = [member for member in family if member.id in kept]
    drawing.shown += drawn
    return drawn


def _groups(drawing: _Drawing, family: Sequence[Member], kept: set[str]) -> list[tuple[str, list[Member]]]:
    """Those that are not kept, by status, the worst first; all together where there is no room for so many nodes."""
    groups: dict[str, list[Member]] = defaultdict(list)
    rest = [member for member in family if member.id not in kept]
    for member in rest:
        groups[member.status].append(member)
    return [(MIXED, rest)] if len(groups) > max(drawing.room, 1) else [*groups.items()]


def _fold(drawing: _Drawing, parent: str | None, key: str, group: Sequence[Member]) -> Fold:
    counts = Counter(member.status for member in group)
    return Fold(
        parent_id=parent,
        statuses=tuple((status, counts[status]) for status in SEVERITY if counts[status]),
        key=key,
        below=sum((drawing.below[member.id] for member in group), Below()),
        on_temporal_only=all(member.on_temporal_only for member in group),
    )


def _children(members: Iterable[Member]) -> dict[str | None, list[Member]]:
    """By parent, the worst first; a parent that is unknown or the member itself counts as none."""
    listed = list(members)
    known = {member.id for member in listed}
    children: dict[str | None, list[Member]] = defaultdict(list)
    for member in listed:
        orphan = member.parent_id not in known or member.parent_id == member.id
        children[None if orphan else member.parent_id].append(member)
    for family in children.values():
        family.sort(key=lambda member: _RANK[member.status])
    return dict(children)


def _way_up(parents: Mapping[str, str | None], start: str | None) -> set[str]:
    way: set[str] = set()
    while start in parents and start not in way:
        way.add(str(start))
        start = parents[str(start)]
    return way


def _walk(children: Mapping[str | None, list[Member]]) -> Iterator[Member]:
    waiting: deque[str | None] = deque([None])
    while waiting:
        family = children.get(waiting.popleft(), [])
        yield from family
        waiting.extend(member.id for member in family)


def _descendants(children: Mapping[str | None, list[Member]]) -> dict[str, Below]:
    below: dict[str, Below] = {}
    nothing = Below()
    for member in reversed(list(_walk(children))):
        family = children.get(member.id)
        below[member.id] = _summed(family, below) if family else nothing
    return below


def _summed(family: Sequence[Member], below: Mapping[str, Below]) -> Below:
    return Below(
        len(family) + sum(below[child.id].all for child in family),
        sum((child.status in BAD) + below[child.id].bad for child in family),
    )
