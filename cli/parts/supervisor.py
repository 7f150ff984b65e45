"""Watches the parts of one instance and stops all of them, whatever happens."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from cli.parts.child import Child
from cli.parts.instance_file import InstanceFile

STOP_ORDER = (("demo", "web", "worker"), ("temporal",), ("postgres",))
"""Who must be gone before the next are asked to stop: first those that use the servers, then the servers."""
PATIENCE = 8.0


class StopRequested(BaseException):
    """Somebody pressed Ctrl-C, sent SIGTERM or closed the terminal."""


class Supervisor:
    """The running parts by name. A part in ``may_end`` is a job whose end is no trouble."""

    def __init__(self, file: InstanceFile, say: Callable[[str], None]) -> None:
        self._file, self._say = file, say
        self._children: dict[str, Child] = {}
        self._may_end: dict[str, Callable[[int], None]] = {}

    def add(self, child: Child, *, when_ended: Callable[[int], None] | None = None) -> None:
        """Watch ``child`` from now on. With ``when_ended`` it may end, and its exit code is handed over."""
        self._children[child.name] = child
        if when_ended:
            self._may_end[child.name] = when_ended
        self._file.tell_part(child.name, "running", child)

    def watch(self) -> NoReturn:
        """Look after the parts for ever. Raises: PartDied as soon as one has ended that should not; StopRequested."""
        while True:
            self.check()
            time.sleep(0.2)

    def check(self) -> None:
        """Look once. Raises: PartDied."""
        for name, child in list(self._children.items()):
            code = child.process.poll()
            if code is None or name not in self._may_end:
                child.check_alive()
            else:
                del self._children[name]
                self._file.tell_part(name, "stopped")
                self._may_end.pop(name)(code)

    def stop_all(self) -> None:
        """Stop every part, in order; a part that does not listen is killed."""
        for names in STOP_ORDER:
            going = [self._children[name] for name in names if name in self._children]
            for child in going:
                child.ask_to_stop()
            for child in going:
                self._stop(child)

    def _stop(self, child: Child) -> None:
        started = time.monotonic()
        try:
            child.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()
        self._file.tell_part(child.name, "stopped")
        self._say(f"  {child.name} stopped ({time.monotonic() - started:.1f} s)")


@contextmanager
def stop_signals() -> Iterator[None]:
    """Turn Ctrl-C, SIGTERM and a closed terminal into one StopRequested; later ones are too late to matter."""
    wanted = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        wanted.append(signal.SIGHUP)

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in wanted:
            signal.signal(number, signal.SIG_IGN)
        raise StopRequested

    for number in wanted:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in wanted:
            signal.signal(number, signal.SIG_IGN)
