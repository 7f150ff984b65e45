"""Run as `python -m tests.faults.killing.workers KIND`: the product's worker, rigged for one test."""

import os
import signal
import sys
from datetime import timedelta

from cli.worker import worker
from runtime.workflows import reporting
from services import create_child_execution as creating
from services import dispatch_starts as dispatching

MODULE = "tests.faults.killing.workers"


def dies_with_the_first_child() -> None:
    """kill -9 between the committed row of a sub-workflow and Temporal's hearing of it."""
    create = creating.create_child_execution

    def rigged(**request: object) -> None:
        create(**request)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(creating, "create_child_execution", rigged)  # noqa: B010


def dies_when_dispatching() -> None:
    """kill -9 as soon as the schedule has it look for starts that are due."""

    def rigged() -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    setattr(dispatching, "dispatch_starts", rigged)  # noqa: B010


def hasty() -> None:
    """Tries to report an end for three seconds instead of sixty: a test does not wait for a minute."""
    reporting.PATIENCE = timedelta(seconds=3)


if __name__ == "__main__":
    {rig.__name__: rig for rig in (dies_with_the_first_child, dies_when_dispatching, hasty)}[sys.argv[1]]()
    worker()
