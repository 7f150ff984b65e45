"""The writing side of `domain.instance`: the lock of a data directory, and the state of the instance that holds it."""

import fcntl
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import psutil
from pydantic import ValidationError

from cli.parts.child import Child
from cli.parts.leftovers import stop_parts_of
from domain.errors import PointsmanError
from domain.instance import LOCK_FILE, STATE_FILE, Instance, Part, PartState, running_instance


class AlreadyRunning(PointsmanError):
    """Another `pointsman up` holds this data directory."""

    def __init__(self, data_dir: Path) -> None:
        self.instance = running_instance(data_dir)
        who = f" as process {self.instance.pid}" if self.instance else ""
        where = f" at {self.instance.web_url}" if self.instance and self.instance.web_url else ""
        super().__init__(f"Pointsman already runs on {data_dir}{who}{where}. `pointsman status` tells more.")


class InstanceFile:
    """Holds the lock of a data directory and keeps its state file true."""

    def __init__(self, data_dir: Path) -> None:
        """Take the directory. What a killed instance left running is ended first. Raises: AlreadyRunning."""
        data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
        self._lock = _take_lock(data_dir)
        self._path = data_dir / STATE_FILE
        _end_leftovers(self._path)
        self.instance = Instance(pid=os.getpid(), ready=False, started_at=datetime.now(UTC), data_dir=data_dir)
        self._write()

    def tell(self, **facts: str | bool | None) -> None:
        """Record facts such as ``web_url`` or ``ready``."""
        self.instance = self.instance.model_copy(update=facts)
        self._write()

    def tell_part(self, name: str, state: PartState, child: Child | None = None) -> None:
        """Record the state of one part."""
        part = Part(state=state)
        if child is not None:
            pid = child.process.pid
            part = Part(state=state, pid=pid, created=_created(pid), log=child.log)
        self.instance = self.instance.model_copy(update={"parts": {**self.instance.parts, name: part}})
        self._write()

    def close(self) -> None:
        """Forget the state and give the directory free."""
        self._path.unlink(missing_ok=True)
        self._lock.close()

    def _write(self) -> None:
        """Replace the file in one step, readable by its owner alone: it holds the database's password."""
        unfinished = self._path.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(self.instance.model_dump_json(indent=2))
        unfinished.replace(self._path)


def _take_lock(data_dir: Path) -> IO[bytes]:
    (data_dir / LOCK_FILE).touch(mode=0o600)
    lock = (data_dir / LOCK_FILE).open("ab")
    for _ in range(20):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # for a moment, another command that only looks holds it too
            time.sleep(0.05)
        else:
            return lock
    lock.close()
    raise AlreadyRunning(data_dir)


def _end_leftovers(state_file: Path) -> None:
    try:
        stop_parts_of(Instance.model_validate_json(state_file.read_bytes()))
    except (FileNotFoundError, ValidationError):
        return


def _created(pid: int) -> float | None:
    try:
        return psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return None
