"""The web app as a process of its own on a free port, as `pointsman web` serves it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.1
GALLERY = "tests.journeys.gallery.gallery_app:app"


@contextmanager
def served(target: str, log: Path, env: Mapping[str, str]) -> Iterator[str]:
    """Serve ``target`` (``app:app`` is the product) and yield its address; its output goes to ``log``."""
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", target, "--app-dir", str(ROOT), "--port", str(port)]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=log.parent, env={**os.environ, **env}, stdout=output, stderr=output)
        try:
            _await_health(f"http://127.0.0.1:{port}", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def _await_health(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the web app ended at once:\n{log.read_text()}")
        if _is_healthy(url):
            return
        time.sleep(PAUSE_SECONDS)
    raise RuntimeError(f"the web app did not answer within {PATIENCE_SECONDS} s:\n{log.read_text()}")


def _is_healthy(url: str) -> bool:
    try:
        return requests.get(f"{url}/_stcore/health", timeout=1).ok
    except requests.RequestException:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
