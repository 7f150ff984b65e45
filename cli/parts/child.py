"""A child process that dies with its parent, writes to a log file, and is stopped by process id."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.errors import PointsmanError

TETHER = Path(__file__).with_name("tether.py")
LARGEST_LOG = 10_000_000


class PartDied(PointsmanError):
    """A part ended that should run."""

    def __init__(self, name: str, code: int, log: Path) -> None:
        self.name, self.code, self.log = name, code, log
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        super().__init__(f"{name} {how}. Its log is {log}")


class PartTooSlow(PointsmanError):
    """A part runs but did not become ready in time."""

    def __init__(self, name: str, seconds: float, log: Path) -> None:
        self.name, self.log = name, log
        super().__init__(f"{name} did not become ready within {seconds:.0f} seconds. Its log is {log}")


@dataclass(frozen=True)
class Child:
    """A running part. ``stop_signal`` asks it to end in good order."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: int

    def check_alive(self) -> None:
        """Raises: PartDied when the process has ended."""
        code = self.process.poll()
        if code is not None:
            raise PartDied(self.name, code, self.log)

    def wait_until(self, ready: Callable[[], bool], seconds: float, pause: float = 0.05) -> None:
        """Ask ``ready``, with a ``pause``, until it says yes; a part that does not get there is stopped.

        Raises: PartDied, or PartTooSlow after ``seconds``.
        """
        deadline = time.monotonic() + seconds
        try:
            while not ready():
                self.check_alive()
                if time.monotonic() > deadline:
                    raise PartTooSlow(self.name, seconds, self.log)
                time.sleep(pause)
        except BaseException:
            self.stop(seconds=5)
            raise

    def ask_to_stop(self) -> None:
        """Send the stop signal, when the process still runs."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def stop(self, seconds: float) -> None:
        """Ask the process to stop, wait, and kill it when it has not ended after ``seconds``."""
        self.ask_to_stop()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_child(
    name: str,
    command: list[str],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: str = "",
    stop_signal: int = signal.SIGTERM,
    death_signal: int = signal.SIGKILL,
) -> Child:
    """Start ``command`` in a session of its own, so that Ctrl-C reaches the parent alone.

    Call this from a thread that lives as long as the child should: Linux sends ``death_signal`` when it ends.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".old.log"))
    tether = [sys.executable, "-I", "-S", str(TETHER), str(int(death_signal)), str(os.getpid()), user]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*tether, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if env is None else {**os.environ, **env},
            cwd=cwd,
            start_new_session=True,
        )
    return Child(name, process, log, stop_signal)
