"""Connections that lead only where they may, and that end in time."""

import contextlib
import socket
import time
from contextvars import ContextVar
from threading import Timer
from typing import Self

from requests import Session
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from domain.http_targets import Targets

CONNECT_SECONDS = 10
_GUARD: ContextVar["Guard"] = ContextVar("guard")


class Refused(Exception):
    """The host, or every address that it has, is closed to outside calls. The text is a sentence."""


class Guard:
    """Watches the connections that are made in its block, which may reach ``targets`` and last ``seconds`` in all.

    The address that is checked is the one that is connected to, so that a second look at DNS changes nothing. When time
    is up, the connection is shut, wherever its bytes have got stuck.
    """

    def __init__(self, targets: Targets | None, seconds: float) -> None:
        self._targets = targets
        self._ends = time.monotonic() + seconds
        self._timer = Timer(seconds, self._strike)
        self._timer.daemon = True
        self._open: list[socket.socket] = []
        self.expired = False

    def __enter__(self) -> Self:
        self._token = _GUARD.set(self)
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        _GUARD.reset(self._token)
        for each in self._open:
            each.close()

    def session(self) -> Session:
        """A session that reads no settings of the process's surroundings and connects under this guard."""
        session = Session()
        session.trust_env = False
        session.mount("http://", _Adapter())
        session.mount("https://", _Adapter())
        return session

    def connect(self, host: str, port: int) -> socket.socket:
        """Connect to the first address of ``host`` that answers. Raises: Refused, OSError."""
        allowed = [address for address in _addresses(host, port) if self._may_reach(host, address)]
        if not allowed:
            raise Refused(f"Outside calls may not reach {host}. See POINTSMAN_HTTP_ALLOW.")
        trouble: OSError = TimeoutError("timed out")
        for address in allowed:
            left = min(CONNECT_SECONDS, self._ends - time.monotonic())
            if left <= 0:
                break
            try:
                made = socket.create_connection((address, port), left)
            except OSError as error:
                trouble = error
                continue
            self._open.append(made.dup())
            return made
        raise trouble

    def _may_reach(self, host: str, address: str) -> bool:
        return self._targets is None or self._targets.allow(host, address)

    def _strike(self) -> None:
        self.expired = True
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


def _addresses(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _guarded(connection: HTTPConnection) -> socket.socket:
    try:
        made = _GUARD.get().connect(connection.host, connection.port)
    except socket.gaierror as error:
        raise NameResolutionError(connection.host, connection, error) from error
    except TimeoutError as error:
        raise ConnectTimeoutError(connection, f"Connection to {connection.host} timed out") from error
    except OSError as error:
        raise NewConnectionError(connection, f"Failed to establish a new connection: {error}") from error
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _guarded(self)


class _SecureConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _guarded(self)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        super().init_poolmanager(*args, **kwargs)  # type: ignore[arg-type]
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
