"""How each task of a run fared, for the drawing of its definition: colour, sign, times, attempts, visits."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from domain.definition_graph import NOT_REACHED, Paint, Painting
from domain.looks import look
from runtime.contracts import TaskStatus, TaskTrace
from ui.execution.run_state import moment_of
from ui.times import duration

_WEIGHTS = {
    TaskStatus.FAULTED: 6,
    TaskStatus.WAITING: 5,
    TaskStatus.RUNNING: 4,
    TaskStatus.CANCELLED: 3,
    TaskStatus.COMPLETED: 2,
    TaskStatus.SKIPPED: 1,
}
_UNTOLD = Paint("gray", "○", "Not reached, or not kept")


def painting_of(visits: Sequence[TaskTrace], *, forgotten: int = 0) -> Painting:
    """The painting of a run whose visits are these; ``forgotten`` older ones are not among them."""
    by_task: dict[str, list[TaskTrace]] = defaultdict(list)
    for visit in visits:
        by_task[visit.reference].append(visit)
    painted = {reference: _paint(found) for reference, found in by_task.items()}
    return Painting(painted, _UNTOLD if forgotten else NOT_REACHED, _here(visits))


def painting_of_failure(reference: str) -> Painting:
    """The painting of a run of which nothing is known but the task at which it failed."""
    failed = look(TaskStatus.FAULTED)
    paint = Paint(failed.tone, failed.sign, failed.word, _WEIGHTS[TaskStatus.FAULTED])
    return Painting({reference: paint}, _UNTOLD, frozenset({reference}))


def _here(visits: Sequence[TaskTrace]) -> frozenset[str]:
    """The innermost tasks that are open; the last one, where the run ended with its fault."""
    opened = {visit.reference for visit in visits if visit.ended_at is None}
    if not opened:
        last = max(visits, key=lambda visit: visit.ended_at or "", default=None)
        faulted = [visit for visit in visits if last and visit.ended_at == last.ended_at]
        opened = {visit.reference for visit in faulted if visit.status is TaskStatus.FAULTED}
    return frozenset(one for one in opened if not any(other.startswith(f"{one}/") for other in opened))


def _paint(visits: Sequence[TaskTrace]) -> Paint:
    """An open visit speaks for the task, else the newest one."""
    shown = next((visit for visit in reversed(visits) if visit.ended_at is None), visits[-1])
    known = look(shown.status)
    words = [_counted(visits) or known.word, _time(shown), f"{len(visits)}×" if len(visits) > 1 else ""]
    attempts = f"{shown.attempts} attempts" if shown.attempts > 1 else ""
    line = " · ".join(word for word in [*words, attempts] if word)
    return Paint(known.tone, known.sign, line, _WEIGHTS[shown.status])


def _counted(visits: Sequence[TaskTrace]) -> str:
    """``2 waiting, 5 completed`` where visits stand differently; empty where all stand alike."""
    counts = Counter(visit.status for visit in visits)
    if len(counts) == 1:
        return ""
    return ", ".join(f"{counts[status]} {look(status).word.lower()}" for status in _WEIGHTS if counts[status])


def _time(visit: TaskTrace) -> str:
    began, ended = moment_of(visit.started_at), moment_of(visit.ended_at)
    if began is None or visit.status is TaskStatus.SKIPPED:
        return ""
    if ended is not None:
        return duration(ended - began) if ended > began else ""
    today = began.date() == datetime.now(UTC).date()
    return f"since {began:%H:%M} UTC" if today else f"since {began:%d %b, %H:%M} UTC"
