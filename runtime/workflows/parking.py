"""Standing still, so that the next run of the same execution can go on from the same places.

A run parks when its history grows long: every branch stops at the next place where nothing is half done, the notes that
all of them keep are handed on, and the workflow continues as new.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Parked(Exception):
    """This branch stands still; its notes say where. Never caught by anything that handles faults."""


class Parking:
    """Whether the run is to park, and who waits at a place where it can."""

    def __init__(self) -> None:
        self.requested = False
        self._waiting: dict[asyncio.Task[object], None] = {}
        self._asked: set[asyncio.Task[object]] = set()

    def request(self) -> None:
        """Ask every branch to park; those that wait do so at once, in the order in which they began to wait."""
        self.requested = True
        for task in list(self._waiting):
            self._asked.add(task)
            task.cancel()

    def check(self) -> None:
        """A place between two things. Raises: Parked."""
        if self.requested:
            raise Parked

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place to wait at. Raises: Parked; a cancellation stays one."""
        self.check()
        task = _current_task()
        cancelling = task.cancelling()
        self._waiting[task] = None
        try:
            yield
        except asyncio.CancelledError:
            if task in self._asked and task.uncancel() <= cancelling:
                raise Parked from None
            raise
        finally:
            self._waiting.pop(task, None)
            self._asked.discard(task)


def _current_task() -> asyncio.Task[object]:
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("Waiting happens in tasks only.")
    return task
