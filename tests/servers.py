"""Real servers for the tests, started by the same code as `pointsman up`."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from cli.parts.ports import free_port
from cli.parts.postgres import PostgresServer, ensure_database, start_postgres
from cli.parts.temporal import TemporalServer, start_temporal

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
    """The address of a new database made from ``template``, dropped afterwards whoever is still connected."""
    name = f"test_{secrets.token_hex(6)}"
    try:
        yield ensure_database(server_url, name, template=template)
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
