"""Sessions on PostgreSQL: one ``transaction`` per public service verb, reads held read-only by PostgreSQL itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from domain.errors import DatabaseAway, InvalidInput
from domain.settings import get_settings
from storage.refusals import as_refusal, not_text

_OPTIONS = (
    "-c TimeZone=UTC -c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
)
_PRISMA_ONLY = ("schema", "connection_limit", "pool_timeout", "pgbouncer", "socket_timeout", "statement_cache_size")


class ReadSession(Session):
    """A session in a transaction that PostgreSQL holds read-only."""


class WriteSession(Session):
    """A session whose transaction is committed once, by ``transaction``."""


_bound: list[Connection] = []


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
    with (
        _told_in_sentences(),
        WriteSession(_bind(), join_transaction_mode="create_savepoint") as session,
        session.begin(),
    ):
        yield session


@contextmanager
def reading() -> Iterator[ReadSession]:
    """Open a read-only transaction. Raises: DatabaseAway when PostgreSQL cannot be reached or is too slow."""
    with _told_in_sentences(), ReadSession(_bind(), join_transaction_mode="create_savepoint") as session:
        session.execute(text("SET TRANSACTION READ ONLY"))
        yield session
        session.rollback()


def engine() -> Engine:
    """The pool of the configured database, made at first use. Raises: DatabaseAway when none is configured."""
    url = get_settings().database_url
    if not url:
        raise DatabaseAway("POINTSMAN_DATABASE_URL is not set")
    return _engine(url, get_settings().database_pool_size)


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


@lru_cache(maxsize=4)
def _engine(url: str, pool_size: int) -> Engine:
    return create_engine(
        sqlalchemy_url(url),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=5,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 3, "options": _OPTIONS, "application_name": "pointsman"},
    )


def _bind() -> Engine | Connection:
    return _bound[-1] if _bound else engine()


@contextmanager
def _told_in_sentences() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseAway(str(error)) from error
    except UnicodeEncodeError as error:
        raise not_text() from error
    except DBAPIError as error:
        refusal = as_refusal(error)
        if refusal is None:
            raise
        raise refusal from error
