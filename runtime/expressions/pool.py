"""The child processes: spawned on demand, at most a few, killed and replaced when a budget is blown."""

import atexit
import contextlib
import time
from collections.abc import Iterator
from functools import cache
from queue import Empty, LifoQueue

from runtime.expressions.budget import BUDGET_SECONDS, LEAST_SECONDS, WHOLE_SECONDS, BudgetExceeded, Request
from runtime.expressions.channel import Child, Died, Gone, Late, spawn
from runtime.expressions.suspects import Suspects

MOST_CHILDREN = 4

_suspects = Suspects(MOST_CHILDREN)


def ask(request: Request, within: float = WHOLE_SECONDS) -> bytes:
    """Give the child's answer line. Waiting for a free child takes at most half of ``within`` seconds.

    A request that blew its budget lately is refused at once, for a time that grows with each failure.
    Raises: BudgetExceeded.
    """
    began = time.monotonic()
    with _suspects.lane(request, within / 2):
        try:
            return _asked(request, began, within)
        except Late as late:
            what = f"took more than {late.seconds:.2g} s"
        except (Died, Gone):
            what = "needed more memory than it may use"
        raise _suspects.noted(request, f"{request.told[0]} {what}: {request.told[1]}")


def _asked(request: Request, began: float, within: float) -> bytes:
    with _borrowed(request, began + within / 2 - time.monotonic()) as place:
        child = place.child()
        seconds = max(min(began + within - time.monotonic(), BUDGET_SECONDS), LEAST_SECONDS)
        try:
            return child.exchange(request.sent, seconds)
        except Gone:
            return place.fresh().exchange(request.sent, seconds)


class _Place:
    """Room for one child. A child that did not answer in good order is killed when its place is given back."""

    def __init__(self) -> None:
        self._child: Child | None = None

    def child(self) -> Child:
        """The child of this place, spawned when there is none."""
        self._child = self._child or spawn()
        return self._child

    def fresh(self) -> Child:
        """A new child instead of one that is gone."""
        self.end()
        return self.child()

    def end(self) -> None:
        """Kill the child."""
        if self._child is not None:
            self._child.end()
            self._child = None


@contextlib.contextmanager
def _borrowed(request: Request, patience: float) -> Iterator[_Place]:
    places = _places()
    try:
        place = places.get(timeout=max(patience, 0))
    except Empty:
        raise BudgetExceeded(f"{request.told[0]} found no free process in time: {request.told[1]}") from None
    try:
        yield place
    except BaseException:
        place.end()
        raise
    finally:
        places.put(place)


@cache
def _places() -> LifoQueue[_Place]:
    places: LifoQueue[_Place] = LifoQueue()
    for _ in range(MOST_CHILDREN):
        places.put(_Place())
    atexit.register(_end_all, places)
    return places


def _end_all(places: LifoQueue[_Place]) -> None:
    while not places.empty():
        places.get_nowait().end()
