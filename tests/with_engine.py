"""Fixtures for tests that need executions to run: a committed database and a worker of the product on it."""

import secrets
from collections.abc import Iterator

import pytest

from cli.parts.postgres import PostgresServer
from domain.settings import forget_settings
from tests.runtime.engine import Engine, running_engine
from tests.servers import copied_database

TASK_QUEUE = f"pages-{secrets.token_hex(4)}"


@pytest.fixture(scope="module")
def worked_database(postgres_server: PostgresServer, migrated_template: str) -> Iterator[str]:
    """A database for the tests of one module, into which its worker reports."""
    with copied_database(postgres_server.url, migrated_template) as url:
        yield url


@pytest.fixture(scope="module")
def worker(temporal_server_address: str, worked_database: str) -> Iterator[Engine]:
    """A worker for the tests of one module; it stops before its database goes."""
    with running_engine(temporal_server_address, TASK_QUEUE) as running:
        yield running


@pytest.fixture
def working(worker: Engine, worked_database: str, temporal_address: str, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Settings under which the services start what this module's worker runs."""
    monkeypatch.setenv("POINTSMAN_DATABASE_URL", worked_database)
    monkeypatch.setenv("POINTSMAN_TASK_QUEUE", TASK_QUEUE)
    forget_settings()
    return worker
