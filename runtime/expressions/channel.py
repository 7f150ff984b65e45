"""One child process and the socket to it: a request is two lines out, an answer is one line in."""

import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

_CHILD = Path(__file__).with_name("child.py")
SPAWN_SECONDS = 30.0
_CHUNK = 256 * 1024
READY: Final = b"ready\n"


class Late(Exception):
    """No answer within ``seconds``."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(seconds)


class Gone(Exception):
    """The child had ended before it was sent the request: another one can be asked."""


class Died(Exception):
    """The child ended while it worked on the request."""


class Child:
    """A running child. The socket itself keeps the time, so that an exchange is one call out and one call in.

    Raises: RuntimeError when it does not start.
    """

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(_CHILD)],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.DEVNULL,
                env={"TZ": "UTC"},
                cwd="/",
            )
        self._socket = ours
        self._limit = 0.0
        try:
            if self._receive(SPAWN_SECONDS) != READY:
                raise Died
        except (Late, Died):
            self.end()
            raise RuntimeError("The process that evaluates expressions did not start.") from None

    def exchange(self, request: bytes, seconds: float) -> bytes:
        """Send a request and give the answer line. Raises: Gone, Late, Died."""
        self._allow(seconds)
        try:
            self._socket.sendall(request)
        except (BrokenPipeError, ConnectionResetError):
            raise Gone from None
        except BlockingIOError:
            raise Late(seconds) from None
        return self._receive(seconds)

    def end(self) -> None:
        """Kill the process and wait until it is gone."""
        self._socket.close()
        self._process.kill()
        self._process.wait()

    def _receive(self, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        self._allow(seconds)
        parts: list[bytes] = []
        while True:
            try:
                part = self._socket.recv(_CHUNK)
            except BlockingIOError:
                raise Late(seconds) from None
            except ConnectionResetError:
                raise Died from None
            if not part:
                raise Died
            parts.append(part)
            if part.endswith(b"\n"):
                return b"".join(parts)
            if time.monotonic() > deadline:
                raise Late(seconds)

    def _allow(self, seconds: float) -> None:
        if seconds == self._limit:
            return
        limit = struct.pack("@ll", int(seconds), int(seconds % 1 * 1_000_000))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
        self._limit = seconds
