"""Events that arrived by signal and wait for a ``listen`` task: each is consumed once."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from domain.json_types import JsonObject

MOST_UNREAD = 1000
MOST_BYTES = 1024 * 1024


class EventBuffer:
    """Unread events in order of arrival, at most 1,000 and 1 MiB of them when bounded."""

    def __init__(self, *, bounded: bool) -> None:
        self._bounded = bounded
        self._events: dict[int, JsonObject] = {}
        self._sizes: dict[int, int] = {}
        self._arrived = 0
        self._waiting: list[asyncio.Future[None]] = []
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._events)

    @property
    def is_full(self) -> bool:
        """True when the next event will be dropped."""
        return self._bounded and (len(self) >= MOST_UNREAD or sum(self._sizes.values()) >= MOST_BYTES)

    def add(self, event: JsonObject) -> None:
        """Keep an event until something consumes it; a full buffer drops it and counts that."""
        if self.is_full:
            self.dropped += 1
            return
        self._arrived += 1
        self._keep(self._arrived, event)
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
                    del self._events[number], self._sizes[number]
                    return number, event
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            await future

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
