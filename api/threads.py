"""Threads of the HTTP routes: few, and apart from those of the pages, so that no load of programs stops a person."""

import math
from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

import anyio
from anyio.to_thread import run_sync

from api.problems import RETRY_SECONDS, Problem

PATIENCE_SECONDS = 10.0
_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


class Threads:
    """At most ``seats`` calls at once, each in a thread; the others wait for ten seconds and are then turned away."""

    def __init__(self, seats: int, patience: float = PATIENCE_SECONDS) -> None:
        self.seats, self.patience = anyio.Semaphore(seats), patience
        self.limiter = anyio.CapacityLimiter(math.inf)

    async def run(self, work: Callable[_Given, _Found], *args: _Given.args, **kwargs: _Given.kwargs) -> _Found:
        """Call ``work``; a caller that hangs up does not stop it half-way. Raises: Problem 503 when all are busy."""
        try:
            with anyio.fail_after(self.patience):
                await self.seats.acquire()
        except TimeoutError:
            raise Problem(
                503, "busy", "More is asked than can be done right now. Ask again.", retry_after=RETRY_SECONDS
            ) from None
        try:
            return await run_sync(partial(work, *args, **kwargs), limiter=self.limiter)
        finally:
            self.seats.release()
