"""``call: http`` against a real server."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from tests.runtime.engine import Engine, Json


class Echo(BaseHTTPRequestHandler):
    """Tells what it was sent; paths name what to answer instead."""

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        url = urlparse(self.path)
        told = {
            "method": self.command,
            "path": url.path,
            "query": parse_qs(url.query),
            "type": self.headers.get("Content-Type"),
            "token": self.headers.get("X-Token"),
            "body": self.rfile.read(length).decode(),
        }
        status = int(url.path[1:]) if url.path[1:].isdigit() else 200
        kinds = {
            "/text": ("text/plain", b"plain"),
            "/bytes": ("image/png", b"\x89PNG"),
            "/bad": ("application/json", b"{"),
        }
        kind, body = kinds.get(url.path, ("application/json", json.dumps(told).encode()))
        body = b" " * 2_000_000 if url.path == "/large" else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the base class names it so

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    echo = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = Thread(target=echo.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{echo.server_port}"
    echo.shutdown()
    thread.join()
    echo.server_close()


def call(uri: str, method: str = "get", **arguments: Any) -> Json:
    return {"c": {"call": "http", "with": {"method": method, "endpoint": uri, **arguments}}}


def test_json_is_sent_and_read(engine: Engine, server: str) -> None:
    sent = call(
        f"{server}/x", "post", body={"n": "${ .n }"}, headers={"X-Token": "${ .t }"}, query={"a": 1, "b": [1, 2]}
    )
    output = engine.run(sent, given={"n": 1, "t": "secret"})
    assert output == {
        "method": "POST",
        "path": "/x",
        "query": {"a": ["1"], "b": ["1", "2"]},
        "type": "application/json",
        "token": "secret",
        "body": '{"n": 1}',
    }


def test_names_in_the_uri_are_replaced_and_escaped(engine: Engine, server: str) -> None:
    output = engine.run(call(f"{server}/pets/{{name}}/{{missing}}"), given={"name": "a b/c"})
    assert output["path"] == "/pets/a%20b%2Fc/"


def test_the_endpoint_may_be_an_expression(engine: Engine, server: str) -> None:
    task = call("", endpoint={"uri": '${ .base + "/y" }'})
    assert engine.run(task, given={"base": server})["path"] == "/y"


def test_text_is_text_and_bytes_are_base64(engine: Engine, server: str) -> None:
    assert engine.run(call(f"{server}/text")) == "plain"
    assert engine.run(call(f"{server}/bytes")) == "iVBORw=="
    assert engine.run(call(f"{server}/text", output="raw")) == "cGxhaW4="


def test_the_whole_response_may_be_the_output(engine: Engine, server: str) -> None:
    output = engine.run(call(f"{server}/text", output="response"))
    assert (output["statusCode"], output["content"], output["request"]["method"]) == (200, "plain", "get")


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_status_that_is_no_success_is_a_communication_fault_with_that_status(
    engine: Engine, server: str, status: int
) -> None:
    fault = engine.fault(call(f"{server}/{status}"))
    assert (fault["type"].rsplit("/", 1)[1], fault["status"], fault["instance"]) == ("communication", status, "/do/0/c")
    assert str(status) in fault["detail"]


def test_a_redirect_may_be_accepted_and_is_not_followed(engine: Engine, server: str) -> None:
    assert engine.run(call(f"{server}/302", redirect=True, output="response"))["statusCode"] == 302


def test_no_connection_is_a_communication_fault(engine: Engine) -> None:
    assert engine.fault(call("http://127.0.0.1:9/"))["type"].endswith("/communication")


def test_a_large_or_broken_answer_is_a_communication_fault(engine: Engine, server: str) -> None:
    assert "more than" in engine.fault(call(f"{server}/large"))["detail"]
    assert "invalid JSON" in engine.fault(call(f"{server}/bad"))["detail"]
