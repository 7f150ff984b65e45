"""Which scopes are drawn open, so that a drawing stays readable: the outer ones first, until a budget is used up."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.definition_graph.kinds import Kind
from domain.definition_graph.reading import ListRole, Task, TaskList

BUDGET = 70
"""So many nodes are drawn at most, before a person opens more."""


@dataclass(frozen=True)
class Folding:
    """What a person opened and closed, by the reference of the scope; all else follows the budget."""

    opened: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()

    def toggled(self, scope: str, *, is_open: bool) -> "Folding":
        """The folding after a click on this scope, which was open or not."""
        return Folding(self.opened - {scope}, self.closed | {scope}) if is_open else self._open(scope)

    def _open(self, scope: str) -> "Folding":
        return Folding(self.opened | {scope}, self.closed - {scope})


def open_scopes(
    tasks: TaskList, folding: Folding, budget: int = BUDGET, only: frozenset[str] | None = None
) -> frozenset[str]:
    """References of the scopes to draw open, by themselves none but those of ``only`` where it is given.

    A scope inside a folded one may be among them.
    """
    chosen = _within([tasks], budget, only)
    for scope in _scopes([tasks]):
        if scope.reference in folding.opened and scope.reference not in chosen:
            chosen |= {scope.reference} | _within(scope.lists, budget // 2, only)
    return frozenset(chosen - folding.closed)


def _within(lists: Sequence[TaskList], budget: int, only: frozenset[str] | None) -> set[str]:
    """Scopes that fit, level by level; one that does not fit leaves its room to others of its level.

    Those of ``only`` have some room also where the folded ones alone use the budget up.
    """
    chosen: set[str] = set()
    used = sum(len(listed.entries) for listed in lists)
    budget = budget if only is None else max(budget, used + budget // 2)
    waiting = deque(scope for listed in lists for scope in listed.entries if scope.lists)
    while waiting:
        scope = waiting.popleft()
        cost = sum(len(listed.entries) for listed in scope.lists) + (scope.kind is Kind.TRY)
        is_wanted = not _is_too_wide(scope) if only is None else scope.reference in only
        if used + cost > budget or not is_wanted:
            continue
        used += cost
        chosen.add(scope.reference)
        waiting.extend(inner for listed in scope.lists for inner in listed.entries if inner.lists)
    return chosen


def _is_too_wide(scope: Task) -> bool:
    """Of many branches side by side only the first part opens by itself."""
    listed = scope.lists[0]
    return scope.kind is Kind.PART and listed.role is ListRole.BRANCHES and "#0-" not in listed.reference


def _scopes(lists: Sequence[TaskList]) -> Iterator[Task]:
    for listed in lists:
        for entry in listed.entries:
            if entry.lists:
                yield entry
                yield from _scopes(entry.lists)
