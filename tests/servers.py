"""Real servers for the tests, started by the same code as `pointsman up`."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import Pool, event

from cli.parts.ports import free_port
from cli.parts.postgres import PostgresServer, ensure_database, start_postgres
from cli.parts.temporal import TemporalServer, start_temporal

_pooled: list[psycopg.Connection] = []
FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


@contextmanager
def running_postgres(directory: Path) -> Iterator[PostgresServer]:
    """PostgreSQL 18 on a free port, without its care for power cuts."""
    server = start_postgres(
        directory / "postgres", free_port(), log=directory / "postgres.log", options=FAST_AND_FORGETFUL
    )
    try:
        yield server
    finally:
        server.child.stop(seconds=10)


@contextmanager
def running_temporal(directory: Path) -> Iterator[TemporalServer]:
    """A Temporal server on a free port that keeps nothing."""
    server = start_temporal(free_port(), log=directory / "temporal.log")
    try:
        yield server
    finally:
        server.child.stop(seconds=10)


@contextmanager
def copied_database(server_url: str, template: str) -> Iterator[str]:
    """The address of a new database made from ``template``, dropped afterwards whoever is still connected.

    What the pools of this process, whoever made them, still hold open to it is closed in good order.
    """
    name = f"test_{secrets.token_hex(6)}"
    try:
        yield ensure_database(server_url, name, template=template)
    finally:
        _close_pooled(name)
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@event.listens_for(Pool, "connect")
def _remember(connection: psycopg.Connection, _record: object) -> None:
    _pooled.append(connection)


def _close_pooled(database: str) -> None:
    _pooled[:] = [connection for connection in _pooled if not connection.closed]
    for connection in _pooled:
        if connection.info.dbname == database:
            connection.close()
