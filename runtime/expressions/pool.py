"""The child processes that evaluate: spawned on demand, at most a few, killed and replaced when a budget is blown."""

import atexit
import contextlib
import select
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from queue import LifoQueue

MOST_CHILDREN = 4
BUDGET_SECONDS = 1.0
_SPAWN_SECONDS = 30.0
_CHILD = Path(__file__).with_name("child.py")

Child = subprocess.Popen[bytes]


class BudgetExceeded(Exception):
    """An expression took too much time or memory. It fails the workflow task, which Temporal tries again."""


def ask(request: bytes, told: str) -> bytes:
    """Send one request line to a child and give its answer line; ``told`` names the expression in an error.

    Raises: BudgetExceeded.
    """
    with _borrowed() as child:
        return _exchange(child, request, told)


def _exchange(child: Child, request: bytes, told: str) -> bytes:
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("The expression child has no pipes.")
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(request + b"\n")
        child.stdin.flush()
    readable, _, _ = select.select([child.stdout], [], [], BUDGET_SECONDS)
    if not readable:
        raise BudgetExceeded(f"The expression took more than {BUDGET_SECONDS:g} s: {told}")
    answer = child.stdout.readline()
    if not answer.endswith(b"\n"):
        raise BudgetExceeded(f"The expression needed more memory than it may use: {told}")
    return answer


@contextlib.contextmanager
def _borrowed() -> Iterator[Child]:
    places = _places()
    child = places.get()
    try:
        if child is None or child.poll() is not None:
            child = _spawner().submit(_spawn).result()
        yield child
    except BaseException:
        _end(child)
        child = None
        raise
    finally:
        places.put(child)


@cache
def _places() -> LifoQueue[Child | None]:
    places: LifoQueue[Child | None] = LifoQueue()
    for _ in range(MOST_CHILDREN):
        places.put(None)
    atexit.register(_end_all, places)
    return places


def _end_all(places: LifoQueue[Child | None]) -> None:
    while not places.empty():
        _end(places.get_nowait())


@cache
def _spawner() -> ThreadPoolExecutor:
    """One thread for ever: the kernel ends a child with the *thread* that made it, not only with the process."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="expressions")


def _spawn() -> Child:
    child = subprocess.Popen(
        [sys.executable, "-I", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"TZ": "UTC"},
        cwd="/",
    )
    if child.stdout is None:
        raise RuntimeError("The expression child has no pipes.")
    readable, _, _ = select.select([child.stdout], [], [], _SPAWN_SECONDS)
    if not readable or child.stdout.readline() != b"ready\n":
        _end(child)
        raise RuntimeError("The process that evaluates expressions did not start.")
    return child


def _end(child: Child | None) -> None:
    if child is not None:
        child.kill()
        child.communicate()
