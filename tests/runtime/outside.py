"""A real HTTP server that refuses some paths until it is told to take them, and counts what it was sent."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tests.runtime.engine import Json


class Outside(ThreadingHTTPServer):
    """``broken`` are the paths that it refuses with 503; ``calls`` counts requests by path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.broken: set[str] = set()
        self.calls: Counter[str] = Counter()

    def call(self, path: str) -> Json:
        """A task that posts to a path."""
        return {"call": "http", "with": {"method": "post", "endpoint": f"http://127.0.0.1:{self.server_port}{path}"}}


class _Handler(BaseHTTPRequestHandler):
    server: Outside

    def do_POST(self) -> None:
        self.server.calls[self.path] += 1
        body = f'{{"path": "{self.path}"}}'.encode()
        self.send_response(503 if self.path in self.server.broken else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def running_outside() -> Iterator[Outside]:
    """The server, until the end of the block."""
    with Outside() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
