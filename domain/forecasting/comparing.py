"""Two versions on the same inputs: who would take another branch, and what cannot be told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.forecasting.course import Course, End


@dataclass(frozen=True)
class Compared:
    """One input with its courses; ``old`` is None where there is no version to compare with."""

    id: str
    name: str
    old: Course | None
    new: Course

    @property
    def branches_off(self) -> bool:
        """True where a decision of both certainly leads elsewhere."""
        return any(_move(self, task) for task in {turn.task for turn in self.new.turns})


@dataclass(frozen=True)
class Branch:
    """One decision of the new version: of how many inputs it leads where, and of how many elsewhere than before.

    ``moves`` counts (before, now) of the latter, the first time in a loop. ``is_new`` where the old version decides
    nothing under this name.
    """

    task: str
    leads: tuple[tuple[str, int], ...]
    moves: tuple[tuple[tuple[str, str], int], ...]
    is_new: bool


@dataclass(frozen=True)
class Ending:
    """How often the new version ends so: refused, failing at a task, or open because it depends on something.

    What is open inside of a task, while the way behind it is certain, counts as well.
    """

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
    endings = Counter(ending for each in compared for ending in _endings(each.new))
    return Summary(
        inputs=len(compared),
        others=tuple(each for each in compared if _goes_elsewhere(each)),
        branches=tuple(_branch(task, compared) for task in _tasks(compared)),
        endings=tuple(Ending(*key, count) for key, count in endings.most_common() if key[0] is not End.COMPLETE),
    )


def _tasks(compared: Iterable[Compared]) -> list[str]:
    return list(dict.fromkeys(turn.task for each in compared for turn in each.new.turns))


def _endings(course: Course) -> Iterator[tuple[End, str, str]]:
    yield from ((End.OPEN, gap.at, gap.because) for gap in course.gaps)
    yield course.end, course.at, course.because


def _branch(task: str, compared: Sequence[Compared]) -> Branch:
    leads: Counter[str] = Counter()
    for each in compared:
        leads.update(set(_ways(each.new, task)))
    moves = Counter(move for each in compared if (move := _move(each, task)) is not None)
    was_there = any(_ways(each.old, task) for each in compared)
    return Branch(task, tuple(leads.most_common()), tuple(moves.most_common()), not was_there)


def _ways(course: Course | None, task: str) -> list[str]:
    """Where a decision leads each time that the way comes by."""
    return [turn.to for turn in course.turns if turn.task == task] if course else []


def _move(each: Compared, task: str) -> tuple[str, str] | None:
    """The first time that a decision leads elsewhere than before."""
    pairs = zip(_ways(each.old, task), _ways(each.new, task), strict=False)
    return next((pair for pair in pairs if pair[0] != pair[1]), None)


def _goes_elsewhere(each: Compared) -> bool:
    """True where a decision of both leads elsewhere, or one certainly fails and the other certainly does not."""
    if each.old is None:
        return False
    if each.branches_off:
        return True
    ends = {each.old.end, each.new.end}
    return len(ends) == 2 and End.OPEN not in ends
