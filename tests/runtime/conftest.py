"""A worker of the product on real servers, for all tests of the engine."""

import secrets
from collections.abc import Iterator

import pytest

from cli.parts.postgres import PostgresServer
from domain.settings import forget_settings
from tests.runtime.engine import Engine, running_engine
from tests.runtime.outside import Outside, running_outside
from tests.servers import copied_database


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest tests/runtime/test_replay.py --record-histories` saves what the stories did as histories to replay."""
    parser.addoption("--record-histories", action="store_true", help="save histories for the replay tests")


TASK_QUEUE = f"tests-{secrets.token_hex(4)}"


@pytest.fixture(scope="module")
def engine_database(postgres_server: PostgresServer, migrated_template: str) -> Iterator[str]:
    """The database into which the engine of one module's tests reports."""
    with copied_database(postgres_server.url, migrated_template) as url:
        yield url


@pytest.fixture(scope="module")
def running(temporal_server_address: str, engine_database: str) -> Iterator[Engine]:
    """The engine of one module's tests. Its worker stops before the database goes."""
    with running_engine(temporal_server_address, TASK_QUEUE) as engine:
        yield engine


@pytest.fixture
def engine(
    running: Engine, engine_database: str, temporal_server_address: str, monkeypatch: pytest.MonkeyPatch
) -> Engine:
    """The engine, with settings that lead its activities and the services to the servers of this run."""
    monkeypatch.setenv("POINTSMAN_DATABASE_URL", engine_database)
    monkeypatch.setenv("POINTSMAN_TEMPORAL_ADDRESS", temporal_server_address)
    monkeypatch.setenv("POINTSMAN_TASK_QUEUE", TASK_QUEUE)
    forget_settings()
    return running


@pytest.fixture
def outside() -> Iterator[Outside]:
    """An HTTP server that refuses what it is told to refuse."""
    with running_outside() as server:
        yield server
