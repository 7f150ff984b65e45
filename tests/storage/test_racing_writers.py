"""Activating and deprecating one version at the same moment never ends with an active deprecated version."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from storage.database import sqlalchemy_url
from tests.storage.rows import activate, insert_template, insert_version, set_status

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
BROKEN = """SELECT count(*) FROM "WorkflowTemplate" t JOIN "WorkflowTemplateVersion" v ON v.id = t."activeVersionId"
            WHERE v.status <> 'PUBLISHED'"""
Deed = Callable[[Connection], None]


def activating(connection: Connection) -> None:
    """Make ``v`` the active version of ``t``."""
    activate(connection, "t", "v")


def deprecating(connection: Connection) -> None:
    """Deprecate ``v``."""
    set_status(connection, "v", "DEPRECATED")


@pytest.fixture(params=["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
def writers(request: pytest.FixtureRequest, fresh_database_url: str) -> Iterator[Engine]:
    """Connections of their own at one isolation level, on a template ``t`` with the published version ``v``."""
    engine = create_engine(sqlalchemy_url(fresh_database_url), isolation_level=request.param)
    with engine.begin() as connection:
        insert_template(connection, "t")
        insert_version(connection, "t", "v", "PUBLISHED")
    yield engine
    engine.dispose()


@pytest.mark.parametrize(("first", "second"), [(activating, deprecating), (deprecating, activating)])
def test_the_second_one_waits_and_is_refused(writers: Engine, first: Deed, second: Deed) -> None:
    with writers.connect() as slow, ThreadPoolExecutor(1) as pool:
        first(slow)
        with started_elsewhere(writers, pool, second) as outcome:
            slow.commit()
        with pytest.raises(DBAPIError):
            outcome.result(timeout=20)
    assert count(writers, BROKEN) == 0


@pytest.mark.parametrize(("first", "second"), [(activating, deprecating), (deprecating, activating)])
def test_the_second_one_goes_on_when_the_first_gives_up(writers: Engine, first: Deed, second: Deed) -> None:
    with writers.connect() as slow, ThreadPoolExecutor(1) as pool:
        first(slow)
        with started_elsewhere(writers, pool, second) as outcome:
            slow.rollback()
        outcome.result(timeout=20)
    assert count(writers, BROKEN) == 0


@contextmanager
def started_elsewhere(engine: Engine, pool: ThreadPoolExecutor, deed: Deed) -> Iterator[Future[None]]:
    """Begin ``deed`` on another connection; the body runs once PostgreSQL says that it waits for a lock."""
    outcome = pool.submit(commit, engine, deed)
    while not count(engine, WAITING) and not outcome.done():
        pass
    yield outcome


def commit(engine: Engine, deed: Deed) -> None:
    with engine.begin() as connection:
        deed(connection)


def count(engine: Engine, query: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(query)).scalar_one())
