"""What starts were decided on lately. It is never trusted: the statement that records a start checks it once more."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

_MOST = 1_000
_Found = TypeVar("_Found")


class Remembered(Generic[_Found]):
    """The newest things read, by key, for the threads of one process."""

    def __init__(self) -> None:
        self._kept: LRUCache[Hashable, _Found] = LRUCache(_MOST)
        self._lock = Lock()

    def find(self, key: Hashable, read: Callable[[], _Found], *, fresh: bool) -> _Found:
        """What was read last under ``key``; read now where there is none, or where it must be ``fresh``."""
        with self._lock:
            found = None if fresh else self._kept.get(key)
        if found is None:
            found = read()
            with self._lock:
                self._kept[key] = found
        return found
