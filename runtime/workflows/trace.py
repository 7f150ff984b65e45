"""The visits of tasks that the queries show, the newest of them, with what went in and came out."""

from collections import deque
from dataclasses import asdict
from typing import Any

from domain.excerpts import excerpt
from domain.json_types import JsonObject, JsonValue
from runtime.contracts import TaskData, TaskStatus, TaskTrace
from runtime.workflows.moments import iso, now

MOST_KEPT = 500
MOST_WITH_DATA = 100
_Key = tuple[str, int]


class Trace:
    """Visits in the order in which they began; the oldest are forgotten first, and their data before them."""

    def __init__(self) -> None:
        self._visits: deque[TaskTrace] = deque()
        self._data: dict[_Key, TaskData] = {}
        self._cut: tuple[JsonValue, JsonValue] = (None, None)
        self.forgotten = 0

    def begin(self, name: str, reference: str, kind: str, visit: int, given: JsonValue) -> TaskTrace:
        """Note that a visit began with this raw input."""
        if len(self._visits) == MOST_KEPT:
            self._visits.popleft()
            self.forgotten += 1
        if len(self._data) == MOST_WITH_DATA:
            del self._data[next(iter(self._data))]
        entry = TaskTrace(name, reference, kind, visit, started_at=iso(now()))
        self._visits.append(entry)
        self._data[reference, visit] = TaskData(input=self._excerpt(given))
        return entry

    def begun(self, reference: str, visit: int) -> TaskTrace | None:
        """The entry of a visit that an earlier run began; None when it was forgotten."""
        return next((each for each in self._visits if (each.reference, each.visit) == (reference, visit)), None)

    def kept(self) -> list[TaskTrace]:
        """The kept visits, oldest first."""
        return list(self._visits)

    def data(self, reference: str, visit: int | None) -> tuple[TaskTrace, TaskData] | None:
        """A visit with its data, the newest of the task where none is named; None when it is not known (any more)."""
        for entry in reversed(self._visits):
            if entry.reference == reference and visit in (None, entry.visit):
                return entry, self._data.get((reference, entry.visit), TaskData(forgotten=True))
        return None

    def note_output(self, entry: TaskTrace, output: JsonValue) -> None:
        """Note the output with which a visit goes on."""
        self._known(entry).output = self._excerpt(output)

    def note_error(self, entry: TaskTrace, error: JsonObject) -> None:
        """Note the fault with which a visit ended, or its last attempt."""
        self._known(entry).error = excerpt(error)

    def _excerpt(self, value: JsonValue) -> JsonValue:
        """Cut once: what a task gives is mostly what the next one is given."""
        if value is not self._cut[0]:
            self._cut = value, excerpt(value)
        return self._cut[1]

    def _known(self, entry: TaskTrace) -> TaskData:
        return self._data.get((entry.reference, entry.visit)) or TaskData()

    def saved(self) -> dict[str, Any]:
        """What the next run needs to go on."""
        data = [[*key, asdict(value)] for key, value in self._data.items()]
        return {"visits": [asdict(each) for each in self._visits], "data": data, "forgotten": self.forgotten}

    def restore(self, saved: dict[str, Any]) -> None:
        """Take over what the run before saved."""
        self._visits.extend(TaskTrace(**{**each, "status": TaskStatus(each["status"])}) for each in saved["visits"])
        self._data = {(reference, visit): TaskData(**data) for reference, visit, data in saved["data"]}
        self.forgotten = saved["forgotten"]


def end(entry: TaskTrace, status: TaskStatus) -> None:
    """Note how a visit ended."""
    entry.status = status
    entry.ended_at = iso(now())
