"""Human tasks that are open: what the query shows, and the update that completes one."""

import asyncio
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from temporalio.exceptions import ApplicationError

from domain.json_schemas import InvalidSchema, SchemaTooCostly, schema_problems
from domain.json_types import JsonObject
from runtime.contracts import REFUSED_TYPE, OpenTask, TaskCompletion
from runtime.workflows.nesting import nested_in
from runtime.workflows.parking import Parked, Parking


class HumanTasks:
    """The human tasks of one run. They stand in its notes alone: what is open is open in the next run at once."""

    def __init__(self, notes: dict[str, Any]) -> None:
        self._notes = notes
        self._waiting: dict[tuple[str, int], asyncio.Future[None]] = {}
        self.changed = asyncio.Event()
        self.changed.set()

    def open_tasks(self) -> list[OpenTask]:
        """What waits for a person, in the order in which it was opened."""
        return sorted((OpenTask(**notes["open"]) for notes in _open_in(self._notes)), key=lambda task: task.opened_at)

    def waiting_since(self) -> str | None:
        """When the oldest open task was opened; None when none is open."""
        return min((notes["open"]["opened_at"] for notes in _open_in(self._notes)), default=None)

    async def wait_for(self, task: OpenTask, notes: dict[str, Any], parking: Parking) -> JsonObject:
        """Open a task and wait for the data with which a person completes it; a parked one stays open.

        Raises: Parked.
        """
        key = (task.reference, task.visit)
        notes.setdefault("open", asdict(task))
        self.changed.set()
        done = self._waiting[key] = asyncio.get_running_loop().create_future()
        try:
            with parking.place():
                if "data" not in notes:
                    await done
        except Parked:
            raise
        except BaseException:
            del notes["open"]
            raise
        finally:
            del self._waiting[key]
            self.changed.set()
        data: JsonObject = notes["data"]
        return data

    def check(self, completion: TaskCompletion) -> None:
        """Refuse a completion that fits no open task, or not its form. Raises: ApplicationError with a sentence."""
        task = OpenTask(**self._find(completion)["open"])
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
        """Hand the data to the waiting task, which may not have come back to its waiting yet."""
        notes = self._find(completion)
        notes["data"] = completion.data
        self.changed.set()
        done = self._waiting.get((completion.reference, notes["open"]["visit"]))
        if done is not None and not done.done():
            done.set_result(None)

    def _find(self, completion: TaskCompletion) -> dict[str, Any]:
        """The notes of the one task that is meant."""
        found = [
            notes
            for notes in _open_in(self._notes)
            if notes["open"]["reference"] == completion.reference and completion.visit in (None, notes["open"]["visit"])
        ]
        if not found:
            raise _refused("This task is not open any more: it was completed, cancelled or timed out.")
        if len(found) > 1:
            visits = ", ".join(str(notes["open"]["visit"]) for notes in found)
            raise _refused(f"This task is open {len(found)} times. Say which visit is meant: {visits}.")
        return found[0]


def _open_in(notes: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The notes of open human tasks, wherever they stand in these notes."""
    if "open" in notes and "data" not in notes:
        yield notes
    for inner in nested_in(notes):
        yield from _open_in(inner)


def _refused(sentence: str) -> ApplicationError:
    return ApplicationError(sentence, type=REFUSED_TYPE, non_retryable=True)
