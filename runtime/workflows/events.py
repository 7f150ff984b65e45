"""Events that arrived by signal and wait for a ``listen`` task: each is consumed once."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from domain.json_types import JsonObject

MOST_UNREAD = 1000
MOST_BYTES = 1024 * 1024


class EventBuffer:
    """Unread events in order of arrival, when bounded at most about 1,000 and 1 MiB of them.

    A full buffer still takes an event while somebody waits, who may consume it; if nobody does, it is dropped.
    """

    def __init__(self, *, bounded: bool) -> None:
        self._bounded = bounded
        self._events: dict[int, JsonObject] = {}
        self._sizes: dict[int, int] = {}
        self._bytes = 0
        self._arrived = 0
        self._waiting: list[asyncio.Future[None]] = []
        self._awake = 0
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._events)

    @property
    def takes_more(self) -> bool:
        """False when the next event will be dropped."""
        return not self._is_full or self._is_heard

    @property
    def _is_full(self) -> bool:
        return self._bounded and (len(self) >= MOST_UNREAD or self._bytes >= MOST_BYTES)

    @property
    def _is_heard(self) -> bool:
        return bool(self._waiting) or self._awake > 0

    def add(self, event: JsonObject) -> None:
        """Keep an event until something consumes it; what is dropped is counted."""
        if not self.takes_more:
            self.dropped += 1
            return
        self._arrived += 1
        self._keep(self._arrived, event)
        waiting, self._waiting = self._waiting, []
        self._awake += len(waiting)
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
                    self._remove(number)
                    return number, event
            await self._next_arrival()

    async def _next_arrival(self) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        self._drop_what_nobody_took()
        try:
            await future
        finally:
            if future in self._waiting:
                self._waiting.remove(future)
            else:
                self._awake -= 1

    def _drop_what_nobody_took(self) -> None:
        """Everybody who waits has looked at every event: what is above the bound will not be read soon."""
        while self._awake == 0 and self._is_full:
            newest = next(reversed(self._events))
            if len(self) <= MOST_UNREAD and self._bytes - self._sizes[newest] < MOST_BYTES:
                return
            self._remove(newest)
            self.dropped += 1

    def _remove(self, number: int) -> None:
        del self._events[number]
        self._bytes -= self._sizes.pop(number)

    def saved(self) -> dict[str, Any]:
        """What the next run needs to go on."""
        return {"arrived": self._arrived, "dropped": self.dropped, "unread": list(self._events.items())}

    def restore(self, saved: dict[str, Any]) -> None:
        """Take over what the run before saved; called before anything arrives."""
        self._arrived, self.dropped = saved["arrived"], saved["dropped"]
        for number, event in saved["unread"]:
            self._keep(number, event)

    def _keep(self, number: int, event: JsonObject) -> None:
        self._events[number] = event
        self._sizes[number] = len(json.dumps(event)) if self._bounded else 0
        self._bytes += self._sizes[number]
