"""The child processes: spawned in the background, at most a few, killed and replaced when a budget is blown."""

import atexit
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from queue import Empty, LifoQueue
from threading import Event, Lock

from runtime.expressions.budget import BUDGET_SECONDS, LEAST_SECONDS, WHOLE_SECONDS, BudgetExceeded, Request
from runtime.expressions.channel import SPAWN_SECONDS, Child, Died, Gone, Late
from runtime.expressions.suspects import Suspects

MOST_CHILDREN = 4


def ask(request: Request, within: float = WHOLE_SECONDS) -> bytes:
    """Give the child's answer line. Waiting for a free child takes at most half of ``within`` seconds.

    A request that blew its budget lately is refused at once, for a time that grows with each failure.
    Raises: BudgetExceeded.
    """
    return _pool().ask(request, within)


def warm_up() -> None:
    """Spawn all children in the background, so that nothing has to wait for one later."""
    for _ in range(MOST_CHILDREN):
        _pool().grow()


class _Pool:
    """The children of this process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._count = 0
        self._lock = Lock()
        self._ready: LifoQueue[Child] = LifoQueue()
        self._first = Event()
        self._suspects = Suspects(most)
        # One thread for ever: the kernel ends a child with the *thread* that made it, not only with the process.
        self._spawner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="expressions")

    def ask(self, request: Request, within: float) -> bytes:
        began = time.monotonic()
        with self._suspects.lane(request, within / 2):
            try:
                return self._asked(request, began, within)
            except Late as late:
                what = f"took more than {late.seconds:.2g} s"
            except Died:
                what = "needed more memory than it may use"
            raise self._suspects.noted(request, f"{request.told[0]} {what}: {request.told[1]}")

    def _asked(self, request: Request, began: float, within: float) -> bytes:
        while True:
            child = self._taken(request, began + within / 2)
            left = began + within - time.monotonic()
            try:
                answer = child.exchange(request.sent, max(min(left, BUDGET_SECONDS), LEAST_SECONDS))
            except Gone:
                self._replace(child)
            except BaseException:
                self._replace(child)
                raise
            else:
                self._ready.put(child)
                return answer

    def grow(self) -> None:
        """Spawn one more child, where there is room for it."""
        with self._lock:
            if self._count == self._most:
                return
            self._count += 1
        self._spawner.submit(self._spawn)

    def end(self) -> None:
        """End the children that are ready."""
        self._spawner.shutdown(cancel_futures=True)
        while not self._ready.empty():
            self._ready.get_nowait().end()

    def _taken(self, request: Request, until: float) -> Child:
        try:
            return self._ready.get_nowait()
        except Empty:
            self.grow()
        if not self._first.is_set():
            self._first.wait(SPAWN_SECONDS)
        try:
            return self._ready.get(timeout=max(until - time.monotonic(), LEAST_SECONDS))
        except Empty:
            raise BudgetExceeded(f"{request.told[0]} found no free process in time: {request.told[1]}") from None

    def _replace(self, child: Child) -> None:
        """One that has not answered in good order is ended, and another spawned."""
        child.end()
        with self._lock:
            self._count -= 1
        self.grow()

    def _spawn(self) -> None:
        try:
            self._ready.put(Child())
        except BaseException:
            with self._lock:
                self._count -= 1
            raise
        finally:
            self._first.set()


@cache
def _pool() -> _Pool:
    pool = _Pool(MOST_CHILDREN)
    atexit.register(pool.end)
    return pool
