"""/healthz and /readyz: true answers, quickly, whatever is away."""

import socket
import time
from collections.abc import Callable, Iterator

import pytest
import requests
from starlette.applications import Starlette

from api import health
from domain.settings import forget_settings
from tests.api.serving import served

Get = Callable[[str], requests.Response]


@pytest.fixture
def get() -> Iterator[Get]:
    """Asks a real server that has only these routes."""
    with served(Starlette(routes=health.routes())) as address:
        yield lambda path: requests.get(f"{address}{path}", timeout=10)


@pytest.fixture
def deaf_address() -> Iterator[str]:
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_the_process_is_alive_whatever_is_away(get: Get) -> None:
    answer = get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_it_is_ready_with_database_migrations_and_temporal(
    get: Get, fresh_database_url: str, temporal_address: str
) -> None:
    answer = get("/readyz")
    assert answer.json() == {
        "status": "ready",
        "checks": {"postgresql": "ok", "migrations": "ok", "temporal": "ok"},
    }
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


def test_it_is_not_ready_without_temporal_and_says_so(get: Get, fresh_database_url: str) -> None:
    answer = get("/readyz")
    checks = answer.json()["checks"]
    assert answer.status_code == 503
    assert (checks["postgresql"], checks["migrations"]) == ("ok", "ok")
    assert "Temporal cannot be reached" in checks["temporal"]


def test_it_is_not_ready_before_the_migrations(
    get: Get, empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POINTSMAN_DATABASE_URL", empty_database_url)
    forget_settings()
    checks = get("/readyz").json()["checks"]
    assert checks["postgresql"] == "ok"
    assert "Run `pointsman migrate`" in checks["migrations"]


def test_servers_that_never_answer_cost_two_seconds_and_no_more(
    get: Get, deaf_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POINTSMAN_DATABASE_URL", f"postgresql://nobody@{deaf_address}/none")
    monkeypatch.setenv("POINTSMAN_TEMPORAL_ADDRESS", deaf_address)
    forget_settings()
    started = time.monotonic()
    answer = get("/readyz")
    assert time.monotonic() - started < 4
    assert answer.status_code == 503
    assert set(answer.json()["checks"].values()) == {"No answer within 2 seconds."}
