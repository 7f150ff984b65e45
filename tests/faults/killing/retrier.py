"""Run as `python -m tests.faults.killing.retrier EXECUTION`: retries it, and is killed when its new run has started."""

import os
import signal
import sys

from runtime.contracts import RunInput
from runtime.service import TemporalWorkflowService
from services.retry_from_failure import RetryOrder, retry_from_failure

MODULE = "tests.faults.killing.retrier"


def main() -> None:
    """kill -9 between Temporal's start of the new run and its being noted."""
    start = TemporalWorkflowService.start_again

    def rigged(service: TemporalWorkflowService, run: RunInput, task_queue: str, replaced: str) -> None:
        start(service, run, task_queue, replaced)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(TemporalWorkflowService, "start_again", rigged)  # noqa: B010 - a method is replaced on purpose
    retry_from_failure(RetryOrder(sys.argv[1]), actor="ada", reason="The register is back")


if __name__ == "__main__":
    main()
