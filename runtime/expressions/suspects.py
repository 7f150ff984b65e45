"""Texts and requests that blew their budget lately, so that a poison pill costs the others almost nothing.

Temporal tries a failed workflow task again and again, with the same data. The second try may go well, since the machine
may only have been busy. After it such a request is refused at once, for a time that doubles with each failure. The same
text with other data goes on, one at a time. Texts that have not worked yet leave one child to those that have. Nothing
of this can change a result: a refusal fails the workflow task, which leaves no trace in the history.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Generic, TypeVar

from runtime.expressions.budget import BudgetExceeded, Request

FIRST_PAUSE = 2.0
LONGEST_PAUSE = 60.0
SUSPECT_SECONDS = 120.0
"""How long a text goes one at a time after it blew its budget."""
_TURN_SECONDS = 0.1
_MOST_REMEMBERED = 2000

_FREE = nullcontext()
_Value = TypeVar("_Value")


class Suspects:
    """What one process remembers. Safe to use from many threads."""

    def __init__(self, children: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: _Recent[_Failure] = _Recent()
        self._suspected: _Recent[float] = _Recent()
        self._proven: _Recent[bool] = _Recent()
        self._one_at_a_time = BoundedSemaphore(1)
        self._unproven = BoundedSemaphore(max(children - 1, 1))

    def lane(self, request: Request, patience: float) -> AbstractContextManager[None]:
        """Let a request pass, after at most ``patience`` seconds. Raises: BudgetExceeded when it may not."""
        self._check(request)
        text = hash((request.verb, request.about))
        suspected = self._is_suspected(text)
        return _FREE if self._proven.get(text) and not suspected else self._narrow(request, text, suspected, patience)

    @contextmanager
    def _narrow(self, request: Request, text: int, suspected: bool, patience: float) -> Iterator[None]:
        places = self._one_at_a_time if suspected else self._unproven
        if not places.acquire(timeout=min(patience, _TURN_SECONDS) if suspected else patience):
            raise BudgetExceeded(f"{request.told[0]} has to wait for others: {request.told[1]}")
        try:
            yield
        finally:
            places.release()
        self._proven.put(text, True)
        self._forget(request)

    def noted(self, request: Request, sentence: str) -> BudgetExceeded:
        """Note that a request blew its budget, and give the error to raise."""
        before = self._failures.get(hash(request.sent))
        count = before.count + 1 if before else 1
        pause = min(FIRST_PAUSE * 2 ** (count - 2), LONGEST_PAUSE) if count > 1 else 0.0
        self._failures.put(hash(request.sent), _Failure(sentence, count, self._clock() + pause))
        self._suspected.put(hash((request.verb, request.about)), self._clock() + SUSPECT_SECONDS)
        return BudgetExceeded(sentence)

    def _forget(self, request: Request) -> None:
        if self._failures:
            self._failures.drop(hash(request.sent))

    def _check(self, request: Request) -> None:
        failure = self._failures.get(hash(request.sent)) if self._failures else None
        if failure is not None and self._clock() < failure.until:
            raise BudgetExceeded(f"{failure.sentence} (tried {failure.count} times; soon again)")

    def _is_suspected(self, text: int) -> bool:
        until = self._suspected.get(text)
        return until is not None and self._clock() < until


@dataclass(frozen=True)
class _Failure:
    sentence: str
    count: int
    until: float


class _Recent(Generic[_Value]):
    """The newest entries; older ones are forgotten. Each call is one step of the dictionary, safe between threads."""

    def __init__(self) -> None:
        self._entries: OrderedDict[int, _Value] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: int) -> _Value | None:
        return self._entries.get(key)

    def put(self, key: int, value: _Value) -> None:
        self._entries[key] = value
        with suppress(KeyError):
            while len(self._entries) > _MOST_REMEMBERED:
                self._entries.popitem(last=False)

    def drop(self, key: int) -> None:
        self._entries.pop(key, None)
