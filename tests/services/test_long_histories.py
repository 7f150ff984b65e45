"""Histories of any length are read a page at a time, and nothing is loaded that is not shown.

POINTSMAN_TEST_EVENTS sets how many events a long history has (1,500; Temporal ends what has more than 51,200).
"""

import asyncio
import os
import resource
import time
from collections.abc import Iterator

import pytest
from temporalio.client import Client

from domain.ids import new_id
from runtime.bridge import call
from runtime.contracts import TaskStatus
from runtime.service import temporal
from services.export_history import export_history
from services.read_timeline import PAGE, PAGES_AT_ONCE, START, Place, Timeline, read_events, read_timeline
from tests.services.conftest import until_true
from tests.services.team import LONG

EVENTS = int(os.environ.get("POINTSMAN_TEST_EVENTS", "1500"))
EVENTS_A_ROUND, EVENTS_A_TIMER = 14, 2
FEW_MEGABYTES = 100
_MADE: dict[int, str] = {}

pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(params=[100, 700], ids=["small batches", "large batches"])
def execution(request: pytest.FixtureRequest, temporal_address: str, team_queue: str) -> str:
    """One of about so many events that waits for a timer now; made once for all tests."""
    width: int = request.param
    if width not in _MADE:
        _MADE[width] = long_run(team_queue, width)
    return _MADE[width]


def long_run(queue: str, width: int) -> str:
    execution = new_id()
    given = {"input": {"rounds": EVENTS // (EVENTS_A_TIMER * width + EVENTS_A_ROUND), "width": width}}

    async def begin(client: Client) -> None:
        await client.start_workflow(LONG, given, id=execution, task_queue=queue)

    call(begin)
    until_true(lambda: waits(execution), seconds=900)
    return execution


def waits(execution: str) -> bool:
    """Asked seldom, so that server and worker have time to get there."""
    call(lambda _client: asyncio.sleep(0.5))
    return any(row.detail == "for 1,000,000 s" for row in read_timeline(execution, size=10).rows)


def pages(execution: str) -> Iterator[tuple[Timeline, float]]:
    """Every page from the newest on, with the seconds that it took."""
    place: Place | None = START
    while place is not None:
        began = time.perf_counter()
        page = read_timeline(execution, place)
        yield page, time.perf_counter() - began
        place = page.older


def megabytes() -> float:
    """The most that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_every_event_is_on_one_page_and_no_page_is_large(execution: str) -> None:
    before, total = megabytes(), temporal().standing(execution).events
    read, seen, seconds = 0, [], []
    for page, took in pages(execution):
        assert page.events_read <= PAGE * PAGES_AT_ONCE
        assert (page.before, page.total) == (read, total)
        read += page.events_read
        seen += [row.event_id for row in reversed(page.rows)]
        seconds.append(took)
    print(f"{read:,} events, {len(seconds)} pages, {1000 * max(seconds):.0f} ms at most, {megabytes() - before:.0f} MB")
    assert read == total
    assert seen == sorted(set(seen), reverse=True)
    assert max(seconds) < 5
    assert megabytes() - before < FEW_MEGABYTES


def test_what_failed_is_found_however_far_back_and_the_search_tells_how_far_it_looked(execution: str) -> None:
    before, began = megabytes(), time.perf_counter()
    found = read_timeline(execution, only_trouble=True)
    took = time.perf_counter() - began
    print(f"{found.events_read:,} events searched in {took:.1f} s, {megabytes() - before:.0f} MB")
    assert {row.status for row in found.rows} == {TaskStatus.FAULTED, TaskStatus.RUNNING}
    assert (found.rows[0].detail, found.rows[-1].is_open) == ("Nobody at home", True)
    assert (found.events_read, found.older) == (found.total, None)
    assert found.back_to is not None
    assert took < 60
    assert megabytes() - before < FEW_MEGABYTES


def test_the_events_of_any_row_are_found_again(execution: str) -> None:
    oldest = read_timeline(execution, only_trouble=True).rows[0]
    began = time.perf_counter()
    events = read_events(execution, oldest)
    print(f"raw events in {1000 * (time.perf_counter() - began):.0f} ms")
    assert [event["eventType"] for event in events] == [
        "EVENT_TYPE_ACTIVITY_TASK_SCHEDULED",
        "EVENT_TYPE_ACTIVITY_TASK_STARTED",
        "EVENT_TYPE_ACTIVITY_TASK_FAILED",
    ]


def test_the_file_of_it_is_made_as_it_is_read(execution: str) -> None:
    before, began = megabytes(), time.perf_counter()
    events = sum(part.count('"eventType"') for part in export_history(execution).parts)
    print(f"{events:,} events written in {time.perf_counter() - began:.1f} s, {megabytes() - before:.0f} MB")
    assert events == temporal().standing(execution).events
    assert megabytes() - before < FEW_MEGABYTES
