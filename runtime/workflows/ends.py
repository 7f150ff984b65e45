"""Ends of sub-workflows that a run told, heard of, or is to tell."""

import asyncio
from typing import Any


class Children:
    """What is known of the ends of sub-workflows, beyond what Temporal itself tells the run that started them."""

    def __init__(self) -> None:
        self._ended: set[str] = set()
        self._waiting: dict[str, asyncio.Event] = {}
        self.listeners: list[str] = []

    def ended(self, execution_id: str) -> None:
        """Note that a sub-workflow has told its end."""
        self._ended.add(execution_id)
        if execution_id in self._waiting:
            self._waiting[execution_id].set()

    async def until_ended(self, execution_id: str) -> None:
        """Wait until a sub-workflow has told its end."""
        if execution_id not in self._ended:
            await self._waiting.setdefault(execution_id, asyncio.Event()).wait()

    def tell(self, workflow_id: str) -> None:
        """Remember a workflow that wants to hear of this run's own end."""
        if workflow_id not in self.listeners:
            self.listeners.append(workflow_id)

    def saved(self) -> dict[str, Any]:
        """What the next run needs to go on."""
        return {"ended": sorted(self._ended), "listeners": self.listeners}

    def restore(self, saved: dict[str, Any]) -> None:
        """Take over what the run before saved."""
        self._ended, self.listeners = set(saved["ended"]), list(saved["listeners"])
