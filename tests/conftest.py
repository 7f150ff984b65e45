"""Fixtures that all tests share: real PostgreSQL, real Temporal, settings that never reach a developer's instance."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Connection, Engine, create_engine

from cli.parts.postgres import PostgresServer, ensure_database
from domain.settings import forget_settings
from migrations.run import migrate
from storage.database import bound_to, close_pools, sqlalchemy_url
from tests.servers import copied_database, running_postgres, running_temporal

TEMPLATE = "migrated_template"
BENCHMARKS = Path(__file__).parent / "bench"
SPECIFICATION = Path(__file__).parent / "specification"
SPECIFICATION_VARIABLE = "OPEN_WORKFLOW_SPECIFICATION"
JOURNEYS = Path(__file__).parent / "journeys"

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")  # two suites run at once: how long an example takes says nothing about it


def pytest_addoption(parser: pytest.Parser) -> None:
    """Benchmarks want a quiet machine and time, so only `make bench` runs them; so does a long search for faults."""
    parser.addoption("--benchmarks", action="store_true", help="also collect tests/bench")
    parser.addoption("--examples", default="5", help="requests that are made up for each operation of the API")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave tests/bench out unless asked for, and tests/specification where no checkout of it is named."""
    if collection_path == BENCHMARKS and not config.getoption("--benchmarks"):
        return True
    return True if collection_path == SPECIFICATION and not os.environ.get(SPECIFICATION_VARIABLE) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys come last: they take longest, and Playwright keeps an event loop in the main thread to the end."""
    items.sort(key=lambda item: JOURNEYS in item.path.parents)


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A directory for the servers of this run. Not pytest's own: that one is closed to the user who runs PostgreSQL."""
    with TemporaryDirectory(prefix="pointsman-tests-", ignore_cleanup_errors=True) as directory:
        yield Path(directory)


@pytest.fixture(autouse=True)
def own_settings(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings start from their defaults in every test, in a data directory where nothing runs."""
    for name in [name for name in os.environ if name.startswith("POINTSMAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("POINTSMAN_DATA_DIR", str(scratch / "no-instance"))
    monkeypatch.setenv("POINTSMAN_ACTOR", "test")
    forget_settings()
    yield
    forget_settings()


@pytest.fixture(scope="session")
def postgres_server(scratch: Path) -> Iterator[PostgresServer]:
    """A PostgreSQL 18 for the whole run."""
    with running_postgres(scratch) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_template(postgres_server: PostgresServer) -> str:
    """The name of a database that the migrations made. Nobody connects to it, so that it can be copied."""
    migrate(ensure_database(postgres_server.url, TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="session")
def database_url(postgres_server: PostgresServer, migrated_template: str) -> Iterator[str]:
    """A migrated database for tests that roll back what they write."""
    with copied_database(postgres_server.url, migrated_template) as url:
        yield url


@pytest.fixture(scope="session")
def database_engine(database_url: str) -> Iterator[Engine]:
    """One pool on `database_url` for the whole run."""
    pool = create_engine(sqlalchemy_url(database_url), connect_args={"options": "-c TimeZone=UTC"})
    yield pool
    pool.dispose()


@pytest.fixture
def database(database_url: str, database_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """The connection on which every transaction of this test runs as a savepoint; all is rolled back at the end."""
    monkeypatch.setenv("POINTSMAN_DATABASE_URL", database_url)
    forget_settings()
    with database_engine.connect() as connection:
        outer = connection.begin()
        with bound_to(connection):
            yield connection
        outer.rollback()


@pytest.fixture
def fresh_database_url(
    postgres_server: PostgresServer, migrated_template: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A migrated, empty database of this test's own, configured, for what must be committed or seen by others."""
    with copied_database(postgres_server.url, migrated_template) as url:
        monkeypatch.setenv("POINTSMAN_DATABASE_URL", url)
        forget_settings()
        yield url
        close_pools()


@pytest.fixture
def empty_database_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A database of this test's own in which nothing was ever made."""
    with copied_database(postgres_server.url, "template0") as url:
        yield url


@pytest.fixture(scope="session")
def temporal_server_address(scratch: Path) -> Iterator[str]:
    """A Temporal server for the whole run."""
    with running_temporal(scratch) as server:
        yield server.address


@pytest.fixture
def temporal_address(temporal_server_address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """host:port of the Temporal server of this run, configured."""
    monkeypatch.setenv("POINTSMAN_TEMPORAL_ADDRESS", temporal_server_address)
    forget_settings()
    return temporal_server_address
