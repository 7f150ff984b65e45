"""The visits of tasks that the ``state`` query shows, the newest of them."""

from collections import deque

from runtime.contracts import TaskStatus, TaskTrace
from runtime.workflows.moments import iso, now

MOST_KEPT = 500


class Trace:
    """Visits in the order in which they began; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._visits: deque[TaskTrace] = deque(maxlen=MOST_KEPT)
        self.forgotten = 0

    def begin(self, name: str, reference: str, kind: str, visit: int) -> TaskTrace:
        """Note that a visit began."""
        self.forgotten += len(self._visits) == MOST_KEPT
        entry = TaskTrace(name, reference, kind, visit, started_at=iso(now()))
        self._visits.append(entry)
        return entry

    def kept(self) -> list[TaskTrace]:
        """The kept visits, oldest first."""
        return list(self._visits)


def end(entry: TaskTrace, status: TaskStatus) -> None:
    """Note how a visit ended."""
    entry.status = status
    entry.ended_at = iso(now())
