"""A local server in the place of the public hosts that features call, and of one that our own features call."""

import base64
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse

from tests.conformance.documents import OPENAPI, SWAGGER

Answer = tuple[int, Any]
"""A status, and a body: text as it is, anything else as JSON."""

HOSTS = {
    "https://petstore.swagger.io": "/petstore",
    "http://petstore.swagger.io": "/petstore",
    "https://httpbin.org": "/httpbin",
    "https://stand-in.example": "/own",
}
PETS: list[dict[str, Any]] = [
    {"id": number, "name": f"pet {number}", "status": "available", "photoUrls": [], "tags": []} for number in (1, 2)
]


class StandIn(ThreadingHTTPServer):
    """Remembers how often each path was asked, and with which headers."""

    daemon_threads = True
    request_queue_size = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: Counter[str] = Counter()
        self.headers: defaultdict[str, list[dict[str, str]]] = defaultdict(list)

    def handle_error(self, *_: Any) -> None:
        """A caller that gave up is no trouble of the server."""

    def rewrites(self) -> dict[str, str]:
        """What to send instead of the hosts that it stands in for."""
        return {host: f"http://127.0.0.1:{self.server_port}{path}" for host, path in HOSTS.items()}


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """A stand-in that serves until the end of the block."""
    with StandIn() as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StandIn

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        url = urlparse(self.path)
        _, host, *rest = url.path.split("/")
        self.server.asked[f"/{'/'.join(rest)}"] += 1
        self.server.headers[f"/{'/'.join(rest)}"].append(dict(self.headers))
        status, content = _ANSWERS[host](self, [unquote(each) for each in rest], parse_qs(url.query), body)
        text = content if isinstance(content, str) else json.dumps(content)
        self.send_response(status)
        usual = "text/plain" if isinstance(content, str) else "application/json"
        self.send_header("Content-Type", parse_qs(url.query).get("type", [usual])[0])
        self.send_header("Content-Length", str(len(text.encode())))
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="stand-in"')
        if 300 <= status < 400:
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/own/redirected")
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else text.encode())

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _answer  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def _petstore(_: _Handler, path: list[str], query: dict[str, list[str]], _body: str) -> Answer:
    match path[1:]:
        case ["swagger.json"]:
            return 200, SWAGGER
        case ["pet", "findByStatus"]:
            return 200, [pet for pet in PETS if pet["status"] in query.get("status", [])]
        case ["pet", number] if pet := [each for each in PETS if str(each["id"]) == number]:
            return 200, pet[0]
    return 404, {"code": 1, "type": "error", "message": "Pet not found"}


def _httpbin(handler: _Handler, path: list[str], _query: dict[str, list[str]], _body: str) -> Answer:
    sent = handler.headers.get("Authorization", "")
    match path:
        case ["basic-auth", user, password]:
            expected = base64.b64encode(f"{user}:{password}".encode()).decode()
            return (200, {"authenticated": True, "user": user}) if sent == f"Basic {expected}" else (401, {})
        case ["bearer"]:
            token = sent.removeprefix("Bearer ")
            return (200, {"authenticated": True, "token": token}) if sent.startswith("Bearer ") else (401, {})
    return 404, {}


def _own(handler: _Handler, path: list[str], query: dict[str, list[str]], body: str) -> Answer:
    match path:
        case ["status", status]:
            return int(status), {"status": int(status)}
        case ["flaky", _, failures]:
            count = handler.server.asked[f"/{'/'.join(path)}"]
            return (200, {"asked": count}) if count > int(failures) else (503, {"asked": count})
        case ["slow", milliseconds]:
            time.sleep(int(milliseconds) / 1000)
            return 200, {"slept": int(milliseconds)}
        case ["text", text]:
            return 200, text
        case ["openapi.json"]:
            return 200, OPENAPI
    return 200, {
        "method": handler.command,
        "path": f"/{'/'.join(path)}",
        "query": query,
        "headers": {name.lower(): value for name, value in handler.headers.items() if name.lower().startswith("x-")},
        "authorization": handler.headers.get("Authorization"),
        "cookie": handler.headers.get("Cookie"),
        "type": handler.headers.get("Content-Type"),
        "body": body,
    }


_ANSWERS: dict[str, Callable[[_Handler, list[str], dict[str, list[str]], str], Answer]] = {
    "petstore": _petstore,
    "httpbin": _httpbin,
    "own": _own,
}
