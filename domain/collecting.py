"""Putting Python's garbage collector off for work that makes very many objects."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Put off Python's search for unused circles of objects, which grows with all that there are.

    What is unused otherwise is freed as ever. Whoever found it on turns it on again, so that it comes on whatever the
    order in which threads come here and leave.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
