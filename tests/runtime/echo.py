"""A real HTTP server for the tests of outside calls."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlparse

from tests.runtime.engine import Json

_FIXED = {
    "/text": ("text/plain", b"plain"),
    "/bytes": ("image/png", b"\x89PNG"),
    "/bad": ("application/json", b"{"),
    "/nan": ("application/json", b"[NaN]"),
    "/deep": ("application/json", b"[" * 400 + b"]" * 400),
    "/nested": ("application/json", b"[" * 250 + b"]" * 250),
    "/large": ("application/json", b" " * 10_000_000),
    "/wide": ("application/json", json.dumps(["é" * 450_000], ensure_ascii=False).encode()),
}


class Echo(BaseHTTPRequestHandler):
    """Tells what it was sent, and keeps it in ``server.seen``; paths name what to answer instead."""

    server: "EchoServer"

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        url = urlparse(self.path)
        told: Json = {
            "method": self.command,
            "path": url.path,
            "query": parse_qs(url.query, keep_blank_values=True),
            "type": self.headers.get("Content-Type"),
            "token": self.headers.get("X-Token"),
            "body": self.rfile.read(length).decode(),
        }
        self.server.seen.append({**told, "headers": dict(self.headers)})
        if url.path == "/headers":
            told = dict(self.headers)
        if url.path == "/drip":
            return self._drip()
        status = int(url.path[1:]) if url.path[1:].isdigit() else 200
        kind, body = _FIXED.get(url.path, ("application/json", json.dumps(told).encode()))
        kind, body = self.server.documents.get(url.path, (kind, body))
        self._answer(status, kind, body)
        return None

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _drip(self) -> None:
        """A byte now and then, for ever."""
        self.send_response(200)
        self.end_headers()
        while not self.server.stopped.wait(0.1):
            try:
                self.wfile.write(b".")
            except OSError:
                return

    do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_GET  # noqa: N815 - the base class names them so

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class EchoServer(ThreadingHTTPServer):
    """What it has seen, and documents that it serves: path to (media type, body)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Echo)
        self.seen: list[Json] = []
        self.documents: dict[str, tuple[str, bytes]] = {}
        self.stopped = Event()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"

    def serve(self, path: str, document: Json) -> str:
        """Serve a document as JSON and give its address."""
        self.documents[path] = ("application/json", json.dumps(document).encode())
        return self.url + path

    def handle_error(self, *_: Any) -> None:
        """Callers hang up; that is their matter."""


@contextmanager
def echoing() -> Iterator[EchoServer]:
    """An echo server until the end of the block."""
    server = EchoServer()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()
