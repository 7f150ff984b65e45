"""The child processes of this process that evaluate expressions."""

import time

import psutil

from runtime.expressions.pool import MOST_CHILDREN, warm_up


def children() -> list[psutil.Process]:
    """Those that run now."""
    alive = [each for each in psutil.Process().children() if each.status() != psutil.STATUS_ZOMBIE]
    return [each for each in alive if any("child.py" in part for part in each.cmdline())]


def all_children() -> None:
    """Wait until as many run as there may be."""
    warm_up()
    deadline = time.monotonic() + 20
    while len(children()) < MOST_CHILDREN:
        assert time.monotonic() < deadline
        time.sleep(0.02)
