"""Human tasks that are open: what the query shows, and the update that completes one."""

import asyncio
from dataclasses import asdict
from typing import Any

from temporalio.exceptions import ApplicationError

from domain.json_schemas import InvalidSchema, SchemaTooCostly, schema_problems
from domain.json_types import JsonObject
from runtime.contracts import REFUSED_TYPE, OpenTask, TaskCompletion
from runtime.workflows.parking import Parked, Parking

_NESTING = frozenset({"do", "task", "own", "inside", "branches", "turns", "body", "recovery", "function"})
"""Members of notes that hold notes again; all others hold data."""


class _Opened:
    """An open task and who waits for it. ``notes`` keep both the task and its completion for the next run."""

    def __init__(self, notes: dict[str, Any]) -> None:
        self.task, self.notes = OpenTask(**notes["open"]), notes
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def is_open(self) -> bool:
        return "data" not in self.notes


class HumanTasks:
    """The open human tasks of one run, in the order in which they were opened."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, int], _Opened] = {}

    def open_tasks(self) -> list[OpenTask]:
        """What waits for a person."""
        return [each.task for each in self._open.values() if each.is_open]

    async def wait_for(self, task: OpenTask, notes: dict[str, Any], parking: Parking) -> JsonObject:
        """Open a task and wait for the data with which a person completes it; a parked one stays open.

        Raises: Parked.
        """
        key = (task.reference, task.visit)
        notes.setdefault("open", asdict(task))
        opened = self._open[key] = _Opened(notes)
        try:
            with parking.place():
                if opened.is_open:
                    await opened.done
        except Parked:
            raise
        except BaseException:
            del self._open[key]
            raise
        del self._open[key]
        data: JsonObject = notes["data"]
        return data

    def restore(self, notes: dict[str, Any]) -> None:
        """Open what stands open in the notes of the run before, so that it is found before its task waits again."""
        if "open" in notes:
            opened = _Opened(notes)
            self._open[opened.task.reference, opened.task.visit] = opened
        for key, inner in notes.items():
            for each in (inner if isinstance(inner, list) else [inner]) if key in _NESTING else ():
                self.restore(each)

    def check(self, completion: TaskCompletion) -> None:
        """Refuse a completion that fits no open task, or not its form. Raises: ApplicationError with a sentence."""
        task = self._find(completion).task
        if task.form is None:
            return
        try:
            problems = schema_problems(completion.data, task.form)
        except (InvalidSchema, SchemaTooCostly) as error:
            raise _refused(f"The form of “{task.title}” is {error}.") from None
        if problems:
            told = "; ".join(f"{pointer or 'the form'}: {message}" for pointer, message in problems[:5])
            raise _refused(f"The data does not fit the form of “{task.title}”. {told}.")

    def complete(self, completion: TaskCompletion) -> None:
        """Hand the data to the waiting task."""
        opened = self._find(completion)
        opened.notes["data"] = completion.data
        if not opened.done.done():
            opened.done.set_result(None)

    def _find(self, completion: TaskCompletion) -> _Opened:
        found = [
            each
            for each in self._open.values()
            if each.is_open
            and each.task.reference == completion.reference
            and completion.visit in (None, each.task.visit)
        ]
        if not found:
            raise _refused("This task is not open any more: it was completed, cancelled or timed out.")
        if len(found) > 1:
            visits = ", ".join(str(each.task.visit) for each in found)
            raise _refused(f"This task is open {len(found)} times. Say which visit is meant: {visits}.")
        return found[0]


def _refused(sentence: str) -> ApplicationError:
    return ApplicationError(sentence, type=REFUSED_TYPE, non_retryable=True)
