"""Ids of rows: cuids, as the backend's Prisma client makes them (``@default(cuid())`` in the seed).

Prisma makes these ids in its client, so the shared tables have no database default. The format is cuid version 1:
``c``, the time in milliseconds, a counter, a fingerprint of the process and random characters, all in base 36.
No maintained library makes version 1 any more, and validators of the backend may ask for its leading ``c``.
"""

import hashlib
import itertools
import os
import secrets
import socket
import time
from functools import cache

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BLOCK = 36**4
_SQUARE = 36**2
_PAIRS = [first + second for first in _DIGITS for second in _DIGITS]
_counter = itertools.count(secrets.randbelow(_BLOCK))


def new_id() -> str:
    """Make a cuid: 25 characters, roughly ordered by time, unique over processes and machines."""
    clock = _base36(time.time_ns() // 1_000_000, 8)
    return f"c{clock}{_base36(next(_counter), 4)}{_fingerprint(os.getpid())}{_base36(int.from_bytes(os.urandom(8)), 8)}"


def derived_id(parent_id: str, task_reference: str, visit: int) -> str:
    """Make the id of a child execution: the same parent, task and visit always give the same 25 characters."""
    digest = hashlib.sha256(f"{parent_id}\n{task_reference}\n{visit}".encode()).digest()
    return "c" + _base36(int.from_bytes(digest), 24)


@cache
def _fingerprint(process: int) -> str:
    host = sum(socket.gethostname().encode())
    return _base36(process, 2) + _base36(host, 2)


def _base36(number: int, width: int) -> str:
    """The last digits of the number; ``width`` is even."""
    digits = ""
    for _ in range(width // 2):
        number, rest = divmod(number, _SQUARE)
        digits = _PAIRS[rest] + digits
    return digits
