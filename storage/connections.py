"""A pool of the driver's connections for single statements: what SQLAlchemy does around one takes as long as two."""

import time
from collections import deque
from collections.abc import Callable
from threading import BoundedSemaphore

from psycopg import Connection, OperationalError
from psycopg.pq import TransactionStatus

from domain.errors import DatabaseAway
from storage.pauses import RESTED, has_news

_PATIENCE = 5.0


class Connections:
    """At most ``most`` connections at once, in autocommit; the last one that was used is used next."""

    def __init__(self, connect: Callable[[], Connection], most: int) -> None:
        self._connect = connect
        self._places = BoundedSemaphore(most)
        self._resting: deque[tuple[Connection, float]] = deque()

    def take(self) -> Connection:
        """A connection until it is given back. Raises: DatabaseAway when none is free for 5 s, psycopg errors."""
        if not self._places.acquire(timeout=_PATIENCE):
            raise DatabaseAway("all connections for single statements are in use")
        try:
            return self._rested() or self._connect()
        except BaseException:
            self._places.release()
            raise

    def give_back(self, connection: Connection) -> None:
        """What was left in the middle of something is closed."""
        if connection.pgconn.transaction_status == TransactionStatus.IDLE:
            self._resting.append((connection, time.monotonic()))
        else:
            connection.close()
        self._places.release()

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Close those that rest."""
        while self._resting:
            self._resting.popleft()[0].close()

    def _rested(self) -> Connection | None:
        while self._resting:
            try:
                connection, since = self._resting.pop()
            except IndexError:  # another thread took the last one
                return None
            if not has_news(connection) and (time.monotonic() - since < RESTED or _answers(connection)):
                return connection
            connection.close()
        return None


def _answers(connection: Connection) -> bool:
    try:
        connection.execute("")
    except OperationalError:
        return False
    return True
