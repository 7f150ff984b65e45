"""A real `pointsman up` in a subprocess, and what is left of it afterwards."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from cli.parts.application import POINTSMAN
from cli.parts.ports import free_port
from domain.instance import Instance, running_instance

PATIENCE = 120.0


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    """The environment of a person who set nothing but these."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("POINTSMAN_")}
    return {**bare, "POINTSMAN_DATA_DIR": str(data_dir), "POINTSMAN_DEMO": "false", **settings}


def pointsman(data_dir: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [str(POINTSMAN), *arguments]
    env = environment(data_dir, **settings)
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False)


@dataclass(frozen=True)
class Up:
    """A running `pointsman up` that said that it is ready."""

    process: subprocess.Popen[str]
    instance: Instance
    family: tuple[psutil.Process, ...]

    def kill(self, part: str) -> None:
        """kill -9 one part."""
        pid = self.instance.parts[part].pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)

    def end(self) -> tuple[int, str]:
        """Exit code and everything that was printed, once it has ended."""
        output, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, output

    def left(self) -> list[psutil.Process]:
        """Processes of the instance, at any depth, that do not end in spite of some patience."""
        wait_for(lambda: not any(map(_lives, self.family)), seconds=20)
        return [process for process in self.family if _lives(process)]


@contextmanager
def running(data_dir: Path, **settings: str) -> Iterator[Up]:
    """`pointsman up`, ready; killed at the end when it still runs."""
    settings.setdefault("POINTSMAN_PORT", str(free_port()))
    process = subprocess.Popen(
        [str(POINTSMAN), "up"],
        env=environment(data_dir, **settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield _once_ready(process, data_dir)
    finally:
        if process.poll() is None:
            process.terminate()
        print(process.communicate(timeout=PATIENCE)[0], file=sys.stderr)


def wait_for(come_true: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not come_true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _once_ready(process: subprocess.Popen[str], data_dir: Path) -> Up:
    def instance() -> Instance | None:
        found = running_instance(data_dir)
        return found if found and found.ready and found.pid == process.pid else None

    assert wait_for(lambda: process.poll() is not None or instance() is not None)
    found = instance()
    assert found is not None, process.communicate()[0]
    return Up(process, found, tuple(psutil.Process(process.pid).children(recursive=True)))


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
