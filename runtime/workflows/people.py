"""Human tasks that are open: what the query shows, and the update that completes one."""

import asyncio

from temporalio.exceptions import ApplicationError

from domain.json_schemas import InvalidSchema, schema_problems
from domain.json_types import JsonObject
from runtime.contracts import REFUSED_TYPE, OpenTask, TaskCompletion


class HumanTasks:
    """The open human tasks of one run, in the order in which they were opened."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, int], tuple[OpenTask, asyncio.Future[JsonObject]]] = {}

    def open_tasks(self) -> list[OpenTask]:
        """What waits for a person."""
        return [task for task, future in self._open.values() if not future.done()]

    async def wait_for(self, task: OpenTask) -> JsonObject:
        """Open a task and wait for the data with which a person completes it."""
        key = (task.reference, task.visit)
        future: asyncio.Future[JsonObject] = asyncio.get_running_loop().create_future()
        self._open[key] = (task, future)
        try:
            return await future
        finally:
            del self._open[key]

    def check(self, completion: TaskCompletion) -> None:
        """Refuse a completion that fits no open task, or not its form. Raises: ApplicationError with a sentence."""
        task, _ = self._find(completion)
        if task.form is None:
            return
        try:
            problems = schema_problems(completion.data, task.form)
        except InvalidSchema as error:
            raise _refused(f"The form of “{task.title}” is {error}.") from None
        if problems:
            told = "; ".join(f"{pointer or 'the form'}: {message}" for pointer, message in problems[:5])
            raise _refused(f"The data does not fit the form of “{task.title}”. {told}.")

    def complete(self, completion: TaskCompletion) -> None:
        """Hand the data to the waiting task."""
        self._find(completion)[1].set_result(completion.data)

    def _find(self, completion: TaskCompletion) -> tuple[OpenTask, asyncio.Future[JsonObject]]:
        found = [
            (task, future)
            for task, future in self._open.values()
            if task.reference == completion.reference and completion.visit in (None, task.visit) and not future.done()
        ]
        if not found:
            raise _refused("This task is not open any more: it was completed, cancelled or timed out.")
        if len(found) > 1:
            visits = ", ".join(str(task.visit) for task, _ in found)
            raise _refused(f"This task is open {len(found)} times. Say which visit is meant: {visits}.")
        return found[0]


def _refused(sentence: str) -> ApplicationError:
    return ApplicationError(sentence, type=REFUSED_TYPE, non_retryable=True)
