"""How long `pointsman up` takes. Figures depend on the machine; the limits are the product's promise."""

import time
from pathlib import Path

from tests.cli.running import running

SECOND_START = 15.0


def test_a_second_start_is_ready_in_time(tmp_path: Path) -> None:
    with running(tmp_path / "data") as up:
        up.process.terminate()
        up.end()
    started = time.monotonic()
    with running(tmp_path / "data"):
        seconds = time.monotonic() - started
    print(f"second start: {seconds:.1f} s")
    assert seconds < SECOND_START
