"""Two versions on the same inputs: who would take another branch, and what cannot be told."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.forecasting.course import Course, End


@dataclass(frozen=True)
class Compared:
    """One input with its courses; ``old`` is None where there is no version to compare with."""

    id: str
    name: str
    old: Course | None
    new: Course


@dataclass(frozen=True)
class Branch:
    """One decision of the new version: how often it leads where, and how often elsewhere than before.

    ``moves`` counts (before, now) of the latter. ``is_new`` where the old version decides nothing under this name.
    """

    task: str
    leads: tuple[tuple[str, int], ...]
    moves: tuple[tuple[tuple[str, str], int], ...]
    is_new: bool


@dataclass(frozen=True)
class Ending:
    """How often the new version ends so: refused, failing at a task, or open because it depends on something."""

    end: End
    at: str
    because: str
    inputs: int


@dataclass(frozen=True)
class Summary:
    """``others`` are the inputs that certainly go another way than before."""

    inputs: int
    others: tuple[Compared, ...]
    branches: tuple[Branch, ...]
    endings: tuple[Ending, ...]


def summarise(compared: Sequence[Compared]) -> Summary:
    """Put the courses of all inputs together, in the order in which the decisions come."""
    endings = Counter((each.new.end, each.new.at, each.new.because) for each in compared)
    return Summary(
        inputs=len(compared),
        others=tuple(each for each in compared if _goes_elsewhere(each)),
        branches=tuple(_branch(task, compared) for task in _tasks(compared)),
        endings=tuple(Ending(*key, count) for key, count in endings.most_common() if key[0] is not End.COMPLETE),
    )


def _tasks(compared: Iterable[Compared]) -> list[str]:
    return list(dict.fromkeys(turn.task for each in compared for turn in each.new.turns))


def _branch(task: str, compared: Sequence[Compared]) -> Branch:
    leads: Counter[str] = Counter()
    moves: Counter[tuple[str, str]] = Counter()
    for each in compared:
        now, before = _first(each.new, task), _first(each.old, task)
        if now is not None:
            leads[now] += 1
        if now is not None and before is not None and before != now:
            moves[before, now] += 1
    was_there = any(_first(each.old, task) is not None for each in compared)
    return Branch(task, tuple(leads.most_common()), tuple(moves.most_common()), not was_there)


def _first(course: Course | None, task: str) -> str | None:
    return next((turn.to for turn in course.turns if turn.task == task), None) if course else None


def _goes_elsewhere(each: Compared) -> bool:
    """True where a decision of both leads elsewhere, or one certainly fails and the other certainly does not."""
    if each.old is None:
        return False
    old, new = each.old, each.new
    if any(_first(old, turn.task) not in (None, turn.to) for turn in new.turns):
        return True
    ends = {old.end, new.end}
    return len(ends) == 2 and End.OPEN not in ends
