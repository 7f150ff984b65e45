"""Pointsman's own processes: worker and web app, each a `pointsman` command of its own."""

import http.client
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from cli.parts.child import Child, start_child
from cli.parts.temporal import PROGRAM

POINTSMAN = Path(sys.executable).with_name("pointsman")
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104


def start_command(name: str, *options: str, logs: Path, env: Mapping[str, str]) -> Child:
    """Start `pointsman NAME OPTIONS` with these settings."""
    return start_child(name, [str(POINTSMAN), name, *options], log=logs / f"{name}.log", env=env)


def reachable(host: str) -> str:
    """The address under which this machine reaches a server that listens on ``host``."""
    return ANY_ADDRESS.get(host, host)


def web_is_ready(host: str, port: int) -> bool:
    """Whether the web app answers and says that it has all it needs."""
    connection = http.client.HTTPConnection(reachable(host), port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def has_poller(address: str, namespace: str, task_queue: str) -> bool:
    """Whether a worker asks this task queue for work. Asked by the command line: the SDK is slow to import."""
    command = [str(PROGRAM), "task-queue", "describe", "--task-queue", task_queue, "--address", address]
    command += ["--namespace", namespace, "--output", "json", "--command-timeout", "5s"]
    answer = subprocess.run(command, capture_output=True, timeout=10, check=False)
    return answer.returncode == 0 and bool(json.loads(answer.stdout).get("pollers"))
