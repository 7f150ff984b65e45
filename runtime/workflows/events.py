"""Events that arrived by signal and wait for a ``listen`` task: each is consumed once."""

import asyncio
from collections.abc import Callable

from domain.json_types import JsonObject


class EventBuffer:
    """Unread events in order of arrival."""

    def __init__(self) -> None:
        self._events: dict[int, JsonObject] = {}
        self._arrived = 0
        self._waiting: list[asyncio.Future[None]] = []

    def __len__(self) -> int:
        return len(self._events)

    def add(self, event: JsonObject) -> None:
        """Keep an event until something consumes it."""
        self._arrived += 1
        self._events[self._arrived] = event
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def take(self, matches: Callable[[JsonObject], bool], after: int = 0) -> tuple[int, JsonObject]:
        """Consume the first event that matches, waiting for it; events up to number ``after`` are known not to match.

        Returns the event with its number.
        """
        while True:
            for number in [each for each in self._events if each > after]:
                event, after = self._events[number], number
                if matches(event):
                    del self._events[number]
                    return number, event
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            await future
