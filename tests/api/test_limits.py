"""Rates, threads and whatever nobody expected: the API holds, and the pages beside it do not notice."""

import socket
import threading
from urllib.parse import urlsplit

import anyio
import anyio.to_thread
import psycopg
import pytest
from structlog.testing import capture_logs

from api.problems import Problem
from api.rates import MOST_BUCKETS, Rates
from api.threads import Threads
from tests.api.conftest import Client, caller


class Clock:
    """Time that passes when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_fills_evenly_and_holds_a_minute() -> None:
    clock = Clock()
    rates = Rates(30, clock)
    assert [rates.take("a") for _ in range(31)] == [0] * 30 + [2]
    clock.now += 1.9
    assert rates.take("a") == 1
    clock.now += 0.2
    assert [rates.take("a"), rates.take("a")] == [0, 2]
    clock.now += 3600
    assert [rates.take("a") for _ in range(31)] == [0] * 30 + [2]


def test_one_bucket_takes_nothing_from_another() -> None:
    rates = Rates(1, Clock())
    assert [rates.take("a"), rates.take("b"), rates.take("a")] == [0, 0, 60]


def test_buckets_do_not_grow_without_end_and_those_in_use_stay() -> None:
    clock = Clock()
    rates = Rates(1, clock)
    for number in range(3 * MOST_BUCKETS):
        clock.now += 0.001
        rates.take(str(number))
    assert len(rates.buckets) <= MOST_BUCKETS
    assert rates.take(str(3 * MOST_BUCKETS - 1)) > 0


@pytest.mark.parametrize("hanging", [3, 30])
def test_calls_that_hang_hold_their_own_threads_alone(hanging: int) -> None:
    async def run() -> None:
        threads, release, turned_away = Threads(3, patience=0.2), threading.Event(), []

        async def hang() -> None:
            try:
                await threads.run(release.wait)
            except Problem as problem:
                turned_away.append(problem.status)

        async with anyio.create_task_group() as group:
            for _ in range(hanging):
                group.start_soon(hang)
            await anyio.sleep(0.5)
            assert len(turned_away) == hanging - 3
            assert set(turned_away) <= {503}
            assert anyio.to_thread.current_default_thread_limiter().borrowed_tokens == 0
            release.set()
        assert await threads.run(str, 7) == "7"

    anyio.run(run)


def test_what_nobody_expected_is_an_incident_in_the_log_and_no_traceback(
    client: Client, standing_database: str
) -> None:
    with psycopg.connect(standing_database, autocommit=True) as connection, capture_logs() as logs:
        connection.execute("ALTER TABLE pointsman.link_setting RENAME TO mislaid")
        try:
            answer = client.get("/links")
        finally:
            connection.execute("ALTER TABLE pointsman.mislaid RENAME TO link_setting")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert "link_setting" not in answer.text
    [entry] = [each for each in logs if each["event"] == "incident"]
    assert entry["incident"] in answer.json()["detail"]
    assert client.get("/links").status_code == 200


def test_a_caller_that_hangs_up_is_no_incident(client: Client) -> None:
    place = urlsplit(client.url)
    head = f"POST /api/v1/starts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {client.secret}\r\n"
    head += "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    with capture_logs() as logs:
        with socket.create_connection((place.hostname, place.port)) as connection:
            connection.sendall(head.encode())
        assert caller(client.url).get("/links").status_code == 200
    assert logs == []
