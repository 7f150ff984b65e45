"""How long `pointsman up` takes. Figures depend on the machine; the limits are the product's promise."""

import time
from pathlib import Path

from tests.cli.running import running

SECOND_START = 15.0


def test_a_second_start_is_ready_in_time(scratch: Path) -> None:
    with running(scratch / "start") as up:
        up.process.terminate()
        up.end()
    started = time.monotonic()
    with running(scratch / "start"):
        seconds = time.monotonic() - started
    print(f"second start: {seconds:.1f} s")
    assert seconds < SECOND_START
