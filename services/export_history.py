"""Histories of an execution's runs as a file, streamed as Temporal's own JSON."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from domain.errors import HistoryGone, NotFound
from runtime.service import temporal
from services.list_runs import MOST, list_runs

ALL_RUNS = "all"
PAGE, MOST_AT_ONCE = 10, 160
"""Batches of events, what one request or one answer of a worker brought: at first, and where they are light."""
LIGHT = 1_000_000
"""Characters."""


@dataclass(frozen=True)
class HistoryFile:
    """A file by its name, which tells what it covers, and the parts of its text."""

    name: str
    parts: Iterator[str]


def export_history(execution_id: str, run_id: str | None = None) -> HistoryFile:
    """One run, the newest where none is named, or ``all`` of the newest 200 that Temporal keeps.

    One run is ``{"events": […]}``, as Temporal's command line writes and its UI reads it; all of them are
    ``{"runs": [{"runId": …, "events": […]}, …]}``, the oldest first, where one that Temporal forgets meanwhile has no
    events. One page is held at a time. Raises: NotFound when Temporal does not know the run (any more), TemporalAway.
    """
    start = f"history-{re.sub(r'[^A-Za-z0-9_-]+', '_', execution_id)[:80]}"
    if run_id != ALL_RUNS:
        run_id = run_id or temporal().standing(execution_id).run_id
        events = _events(execution_id, run_id)
        return HistoryFile(f"{start}-run-{run_id}.json", _one(next(events), events))
    runs = [run.run_id for run in reversed(list_runs(execution_id))]
    if not runs:
        raise HistoryGone(execution_id)
    covered = f"newest-{MOST}-runs" if len(runs) >= MOST else f"all-{len(runs)}-runs"
    return HistoryFile(f"{start}-{covered}.json", _many(execution_id, runs))


def _one(first: str, events: Iterator[str]) -> Iterator[str]:
    yield '{"events": [' + first
    yield from events
    yield "]}\n"


def _many(execution_id: str, runs: list[str]) -> Iterator[str]:
    yield '{"runs": ['
    for number, run_id in enumerate(runs):
        yield ("," if number else "") + f'\n{{"runId": {json.dumps(run_id)}, "events": ['
        with suppress(NotFound):
            yield from _events(execution_id, run_id)
        yield "]}"
    yield "]}\n"


def _events(execution_id: str, run_id: str) -> Iterator[str]:
    page, comma, size = None, "", PAGE
    while True:
        events, page = temporal().raw_history(execution_id, run_id, page, size)
        text = ",\n".join(map(json.dumps, events))
        if events:
            yield comma + text
            comma = ",\n"
        if page is None:
            return
        size = min(2 * size, MOST_AT_ONCE) if len(text) < LIGHT else max(size // 2, 1)
