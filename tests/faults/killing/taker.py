"""Run as `python -m tests.faults.killing.taker PLAN`: a process that takes events in, as a web process does."""

import json
import os
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Literal

import psutil

from domain.errors import Conflict, DatabaseAway
from runtime.service import TemporalWorkflowService
from runtime.starting import StartCommand
from services._intake import Receipt
from tests.factories import buy

PATIENCE = 300.0
"""Seconds that an event is sent again, longer than any server stays down."""

MODULE = "tests.faults.killing.taker"


@dataclass(frozen=True)
class Plan:
    """Which events to send and where to write receipts.

    ``kill`` says when, next to Temporal's start of the last one, ``victim`` dies: a process id, by default the taker's
    own. ``pause`` is the mean of the seconds between two events of a thread.
    """

    events: tuple[str, ...]
    receipts: str
    product: str = "us-incorporation"
    threads: int = 1
    pause: float = 0.0
    kill: Literal["before", "after"] | None = None
    victim: int | None = None

    def argument(self) -> str:
        """The plan as the one argument of the process."""
        return json.dumps(asdict(self))


def main() -> None:
    """Send every event until it has a receipt, as a sender does that delivers at least once."""
    plan = Plan(**json.loads(sys.argv[1]))
    if plan.kill:
        _rig(plan.kill, plan.victim or os.getpid(), len(plan.events))
    with Path(plan.receipts).open("ab", buffering=0) as receipts, ThreadPoolExecutor(plan.threads) as threads:

        def take(event: str) -> None:
            receipts.write(f"{event} {_sent(plan.product, event).execution_id}\n".encode())
            time.sleep(random.expovariate(1 / plan.pause) if plan.pause else 0)

        list(threads.map(take, plan.events))


def _sent(product: str, event: str) -> Receipt:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return buy(product, event, {"event": event})
        except (DatabaseAway, Conflict) as error:
            print(event, error, getattr(error, "detail", ""), flush=True)
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _rig(moment: str, victim: int, last: int) -> None:
    """Kill the victim between the committed row and Temporal's start, or between that start and its being noted."""
    start, turns = TemporalWorkflowService.start_many, count(1)

    def rigged(service: TemporalWorkflowService, commands: list[StartCommand]) -> object:
        deadly = next(turns) == last
        if deadly and moment == "before":
            _kill(victim)
        answers = start(service, commands)
        if deadly and moment == "after":
            _kill(victim)
        return answers

    setattr(TemporalWorkflowService, "start_many", rigged)  # noqa: B010 - a method is replaced on purpose


def _kill(victim: int) -> None:
    """kill -9, and its children with it: those of PostgreSQL would serve on for a moment."""
    process = psutil.Process(victim)
    for each in [process, *process.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            each.kill()


if __name__ == "__main__":
    main()
