"""Sessions on PostgreSQL: one ``transaction`` per public service verb, reads held read-only by PostgreSQL itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from domain.errors import DatabaseAway, InvalidInput
from domain.settings import get_settings
from storage.connections import Connections
from storage.pauses import RESTED, ping_after_a_pause
from storage.refusals import as_refusal, not_text

_OPTIONS = (
    "-c TimeZone=UTC -c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
)
_TO_ROWS = " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
"""Single statements go to rows by their keys, however small the tables were when a statement was planned."""
_CONNECT: dict[str, Any] = {"connect_timeout": 3, "options": _OPTIONS, "application_name": "pointsman"}
_PRISMA_ONLY = ("schema", "connection_limit", "pool_timeout", "pgbouncer", "socket_timeout", "statement_cache_size")


class ReadSession(Session):
    """A session in a transaction that PostgreSQL holds read-only."""


class WriteSession(Session):
    """A session whose transaction is committed once, by ``transaction``."""


_Session = TypeVar("_Session", ReadSession, WriteSession)
_bound: list[Connection] = []
DRIVER = "driver connection"
"""Where a session of `single_statements` keeps the connection of its own for `storage.driver`."""


@contextmanager
def bound_to(connection: Connection) -> Iterator[None]:
    """Run every session on ``connection``, each in a savepoint: for tests that roll all of it back."""
    _bound.append(connection)
    try:
        yield
    finally:
        _bound.pop()


@contextmanager
def transaction() -> Iterator[WriteSession]:
    """Open the one transaction of a service verb: committed at the end, rolled back on any error.

    Raises: DatabaseAway when PostgreSQL cannot be reached; RuleBroken or Conflict when it refuses the change.
    """
    with _session(WriteSession, engine) as session, session.begin():
        yield session


@contextmanager
def single_statements() -> Iterator[WriteSession]:
    """Open a session in which what `storage.driver` runs is a transaction of its own, committed before it answers.

    For a verb that writes with one statement: nobody waits for a BEGIN and a COMMIT. What it reads through SQLAlchemy
    comes from another connection, which is opened when it is asked. Raises: as `transaction`.
    """
    if _bound:
        with transaction() as session:
            yield session
        return
    session = WriteSession(engine())
    with hasty_connection() as session.info[DRIVER]:
        try:
            yield session
            if session.in_transaction():
                session.commit()
        finally:
            if session.in_transaction():
                session.close()


@contextmanager
def reading() -> Iterator[ReadSession]:
    """Open a read-only transaction. Raises: DatabaseAway when PostgreSQL cannot be reached or is too slow."""
    with _session(ReadSession, engine) as session:
        session.execute(text("SET TRANSACTION READ ONLY"))
        yield session
        session.rollback()


def engine() -> Engine:
    """The pool of the configured database, made at first use. Raises: DatabaseAway when none is configured."""
    return _engine(*_address())


def close_pools() -> None:
    """Close every idle connection of this process to the configured database."""
    engine().dispose()
    _connections(*_address()).close()


def sqlalchemy_url(url: str) -> str:
    """The address for SQLAlchemy: with the psycopg driver, without the parameters that only Prisma understands.

    Raises: InvalidInput for text that is no address.
    """
    try:
        found = make_url(url).difference_update_query(_PRISMA_ONLY)
    except ArgumentError:
        raise InvalidInput("database address", "write it as postgresql://user:password@host:port/database.") from None
    if found.drivername in {"postgres", "postgresql"}:
        found = found.set(drivername="postgresql+psycopg")
    return found.render_as_string(hide_password=False)


@contextmanager
def hasty_connection() -> Iterator[psycopg.Connection]:
    """A pooled connection of the driver without transactions: each statement is committed before it answers.

    Raises: as `transaction`.
    """
    with _told_in_sentences():
        if _bound:
            with _bound[-1].begin_nested():
                driver = _bound[-1].connection.driver_connection
                assert isinstance(driver, psycopg.Connection)
                yield driver
        else:
            pool = _connections(*_address())
            driver = pool.take()
            try:
                yield driver
            finally:
                pool.give_back(driver)


def _address() -> tuple[str, int]:
    settings = get_settings()
    if not settings.database_url:
        raise DatabaseAway("POINTSMAN_DATABASE_URL is not set")
    return settings.database_url, settings.database_pool_size


@lru_cache(maxsize=8)
def _engine(url: str, pool_size: int) -> Engine:
    made = create_engine(
        sqlalchemy_url(url), pool_size=pool_size, max_overflow=pool_size, pool_timeout=5, connect_args=_CONNECT
    )
    ping_after_a_pause(made, seconds=RESTED)
    return made


@lru_cache(maxsize=8)
def _connections(url: str, pool_size: int) -> Connections:
    plain = make_url(sqlalchemy_url(url)).set(drivername="postgresql").render_as_string(hide_password=False)
    connect = partial(psycopg.connect, plain, autocommit=True, **_CONNECT | {"options": _OPTIONS + _TO_ROWS})
    return Connections(connect, 2 * pool_size)


@contextmanager
def _session(kind: type[_Session], pool: Callable[[], Engine]) -> Iterator[_Session]:
    bind = _bound[-1] if _bound else pool()
    with _told_in_sentences(), kind(bind, join_transaction_mode="create_savepoint") as session:
        yield session


@contextmanager
def _told_in_sentences() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseAway(str(error)) from error
    except UnicodeEncodeError as error:
        raise not_text() from error
    except (DBAPIError, psycopg.Error) as error:
        refusal = as_refusal(error)
        if refusal is None:
            raise
        raise refusal from error
