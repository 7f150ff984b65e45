"""Pooled connections are tried before use only where there is a reason, which saves most uses a round trip."""

import time
from select import POLLIN, poll

from psycopg import Connection
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

_RESTING = "resting since"
RESTED = 1.0
"""Seconds after which a connection that lay idle is tried before it is used: a network that broke off says nothing."""


def ping_after_a_pause(engine: Engine, *, seconds: float) -> None:
    """Replace a pooled connection that was cut, when it lay idle for ``seconds`` or PostgreSQL sent something unasked.

    What PostgreSQL sends unasked is its farewell; only a network that breaks off says nothing.
    """

    @event.listens_for(engine, "checkin")
    def rest(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info[_RESTING] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def rise(connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        rested = time.monotonic() - entry.info.get(_RESTING, time.monotonic())
        driver = entry.driver_connection
        assert isinstance(driver, Connection)
        if (rested >= seconds or has_news(driver)) and not _answers(engine, connection):
            raise DisconnectionError


def has_news(driver: Connection) -> bool:
    """Whether PostgreSQL sent something unasked, or the connection is closed."""
    if driver.closed:
        return True
    look = poll()
    look.register(driver.fileno(), POLLIN)
    return bool(look.poll(0))


def _answers(engine: Engine, connection: DBAPIConnection) -> bool:
    try:
        return engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        if not engine.dialect.is_disconnect(error, connection, None):
            raise
        return False
