"""Statements that the driver runs itself, in the transaction of a session.

For starts, of which each statement is worth counting: the way through SQLAlchemy takes the processor as long as
PostgreSQL takes for a short statement.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from psycopg.types.json import Jsonb
from sqlalchemy.orm import Session

from domain.json_types import JsonValue
from storage.database import DRIVER


def run(session: Session, statement: str, values: Mapping[str, object]) -> Sequence[tuple[Any, ...]]:
    """Run ``statement``, with ``%(name)s`` where a value goes, and return all its rows.

    Raises: psycopg.Error, which `storage.database` tells in sentences.
    """
    connection = session.info.get(DRIVER) or session.connection().connection.driver_connection
    assert isinstance(connection, psycopg.Connection)
    try:
        return connection.execute(statement, values).fetchall()
    except psycopg.Error:
        if connection.closed:
            session.invalidate()
        raise


def json_or_null(value: JsonValue) -> Jsonb | None:
    """``value`` as a parameter: None as NULL, anything else as JSON."""
    return None if value is None else Jsonb(value)
