"""Signs of life from a long activity, so that Temporal soon notices when its worker was killed."""

import contextvars
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from temporalio import activity

PAUSE = 3.0


@contextmanager
def beating() -> Iterator[None]:
    """Send a heartbeat every few seconds until the body has ended."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(PAUSE):
            activity.heartbeat()

    thread = threading.Thread(target=contextvars.copy_context().run, args=(beat,), name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
