"""What a running `pointsman up` tells other shells about itself: one small file in its data directory."""

import fcntl
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from domain.errors import NotAllowed

LOCK_FILE = "lock"
STATE_FILE = "state.json"

PartState = Literal["starting", "running", "stopped", "external"]


class Part(BaseModel):
    """One process of the instance; `created` in seconds since 1970. An `external` part was not started here."""

    model_config = ConfigDict(frozen=True)

    state: PartState
    pid: int | None = None
    created: float | None = None
    log: Path | None = None


class Instance(BaseModel):
    """The running instance of one data directory; `started_at` is in UTC."""

    model_config = ConfigDict(frozen=True)

    pid: int
    ready: bool
    started_at: datetime
    data_dir: Path
    web_url: str | None = None
    database_url: str | None = None
    temporal_address: str | None = None
    temporal_ui_url: str | None = None
    parts: dict[str, Part] = {}


def running_instance(data_dir: Path) -> Instance | None:
    """The instance that runs in this directory, or None. A state file left by a killed one counts as none.

    Raises: NotAllowed when the directory is somebody else's.
    """
    try:
        if not _is_locked(data_dir / LOCK_FILE):
            return None
        return Instance.model_validate_json((data_dir / STATE_FILE).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    except PermissionError as error:
        raise NotAllowed(f"{data_dir} belongs to another user. Name a directory in POINTSMAN_DATA_DIR.") from error


def _is_locked(lock: Path) -> bool:
    """The kernel drops the lock with its process, so no stale file can lie."""
    try:
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
