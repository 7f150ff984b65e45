"""Histories of any length are read a page at a time, and nothing is loaded that is not shown.

POINTSMAN_TEST_EVENTS sets how many events the long history has (2,500; Temporal ends what has more than 51,200).
"""

import os
import time
import tracemalloc
from collections.abc import Iterator

import pytest
from temporalio.client import Client

from domain.ids import new_id
from runtime.bridge import call
from runtime.service import temporal
from services.export_history import export_history
from services.read_timeline import START, Place, Timeline, read_events, read_timeline
from tests.services.conftest import until_true
from tests.services.team import LONG

EVENTS = int(os.environ.get("POINTSMAN_TEST_EVENTS", "2500"))
EVENTS_A_TIMER, EVENTS_A_ROUND = 2, 14
MEGABYTE = 2**20

pytestmark = pytest.mark.timeout(900)


def long_run(queue: str, width: int) -> str:
    """An execution of about so many events that waits for a timer now, ``width`` timers in each of its rounds."""
    execution = new_id()
    rounds = EVENTS // (EVENTS_A_TIMER * width + EVENTS_A_ROUND)
    given = {"input": {"rounds": rounds, "width": width}}

    async def begin(client: Client) -> None:
        await client.start_workflow(LONG, given, id=execution, task_queue=queue)

    call(begin)
    until_true(lambda: waits(execution), seconds=600)
    return execution


def waits(execution: str) -> bool:
    newest = read_timeline(execution, size=10)
    return any(row.is_open and row.detail == "for 1,000,000 s" for row in newest.rows)


_MADE: dict[int, str] = {}


@pytest.fixture(params=[50, 1000], ids=["small batches", "large batches"])
def execution(request: pytest.FixtureRequest, temporal_address: str, team_queue: str) -> str:
    """Made once for all tests."""
    width: int = request.param
    if width not in _MADE:
        _MADE[width] = long_run(team_queue, width)
    return _MADE[width]


def pages(execution: str, *, only_trouble: bool = False) -> Iterator[tuple[Timeline, float, float]]:
    """Every page from the newest on, with the seconds and the megabytes that it took."""
    place: Place | None = START
    while place is not None:
        tracemalloc.start()
        began = time.perf_counter()
        page = read_timeline(execution, place, only_trouble=only_trouble)
        seconds = time.perf_counter() - began
        peak = tracemalloc.get_traced_memory()[1] / MEGABYTE
        tracemalloc.stop()
        yield page, seconds, peak
        place = page.older


def test_x(execution: str) -> None:
    total = temporal().standing(execution).events
    t = time.perf_counter()
    read_timeline(execution)
    print("first", time.perf_counter() - t)
    found = [*pages(execution)]
    print(
        f"{total} events, {len(found)} pages, {max(s for _, s, _ in found) * 1000:.0f} ms at most, {sum(s for _, s, _ in found) * 1000:.0f} ms all, {max(m for _, _, m in found):.1f} MB at most"
    )
    t = time.perf_counter()
    p = START
    n = 0
    while p:
        x = read_timeline(execution, p)
        p = x.older
        n += 1
    print("untraced all", time.perf_counter() - t, n)
    t = time.perf_counter()
    f = read_timeline(execution, only_trouble=True)
    print("trouble", time.perf_counter() - t, f.events_read, len(f.rows))
    f = [*pages(execution, only_trouble=True)]
    print([(len(x.rows), x.events_read, s, m) for x, s, m in f])
    t = time.perf_counter()
    n = sum(len(x) for x in export_history(execution).parts)
    print("export", time.perf_counter() - t, n)
    row = found[0][0].rows[0]
    t = time.perf_counter()
    read_events(execution, row)
    print("raw", time.perf_counter() - t)
