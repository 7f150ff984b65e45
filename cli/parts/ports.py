"""Free TCP ports."""

import socket
from collections.abc import Callable
from contextlib import closing
from typing import TypeVar

from cli.parts.child import PartDied
from domain.errors import PointsmanError

HOST = "127.0.0.1"
ATTEMPTS = 5
Started = TypeVar("Started")


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen on this port now."""
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(host: str = HOST) -> int:
    """Any free port, chosen by the operating system."""
    with closing(socket.socket()) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
    return port


def next_free_port(host: str, wanted: int) -> int:
    """``wanted``, or the first free port above it. Raises: PointsmanError when a hundred ports in a row are taken."""
    last = min(wanted + 100, 65536)
    for port in range(wanted, last):
        if is_free(host, port):
            return port
    raise PointsmanError(f"No port from {wanted} to {last - 1} is free on {host}.")


def on_free_ports(start: Callable[..., Started], *wanted: int) -> Started:
    """Call ``start`` with a free port for each wanted one; again when somebody else was quicker to take one.

    Raises: PartDied when it died of something else; PointsmanError when there are no ports.
    """
    for _ in range(ATTEMPTS):
        ports = [next_free_port(HOST, port) for port in wanted]
        try:
            return start(*ports)
        except PartDied:
            if all(is_free(HOST, port) for port in ports):
                raise
    raise PointsmanError(f"The ports from {', '.join(map(str, wanted))} are taken again and again by others.")
