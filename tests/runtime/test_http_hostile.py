"""What a hostile server, definition or input does to ``call: http``: a fault with a sentence, and nothing else."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from domain.settings import forget_settings
from runtime.activities import sending
from runtime.activities.http import call_http
from runtime.call_contracts import HttpRequest
from tests.runtime.echo import EchoServer, echoing
from tests.runtime.engine import Engine, Json


@pytest.fixture(scope="module")
def echo() -> Iterator[EchoServer]:
    with echoing() as server:
        yield server


def call(uri: str, method: str = "get", **arguments: Any) -> Json:
    return {"c": {"call": "http", "with": {"method": method, "endpoint": uri, **arguments}}}


def kind_of(fault: Json) -> tuple[str, int]:
    return fault["type"].rsplit("/", 1)[1], fault["status"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/large", "more than 1,048,576 bytes"),
        ("/wide", "can be handed on"),
        ("/bad", "invalid JSON"),
        ("/nan", "invalid JSON"),
        ("/deep", "nested more than"),
    ],
)
def test_an_answer_that_cannot_be_used_is_a_communication_fault(
    engine: Engine, echo: EchoServer, path: str, told: str
) -> None:
    fault = engine.fault(call(echo.url + path))
    assert kind_of(fault) == ("communication", 500)
    assert told in fault["detail"]


def test_an_answer_in_drops_ends_in_time(engine: Engine, echo: EchoServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "ANSWER_SECONDS", 0.5)
    began = time.monotonic()
    fault = engine.fault(call(f"{echo.url}/drip"))
    assert kind_of(fault) == ("communication", 504)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "uri",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:169.254.169.254]/",
        "http://2852039166/",
        "http://0.0.0.0/",
        "http://100.100.100.200/",
    ],
)
def test_a_closed_address_is_an_authorization_fault(engine: Engine, uri: str) -> None:
    fault = engine.fault(call(uri))
    assert kind_of(fault) == ("authorization", 403)
    assert "POINTSMAN_HTTP_ALLOW" in fault["detail"]


def test_a_host_that_is_not_allowed_is_never_asked(
    engine: Engine, echo: EchoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POINTSMAN_HTTP_ALLOW", "*.example.com, 10.0.0.0/8")
    forget_settings()
    seen = len(echo.seen)
    assert kind_of(engine.fault(call(echo.url))) == ("authorization", 403)
    assert len(echo.seen) == seen


def test_a_host_may_be_allowed_by_its_network(
    engine: Engine, echo: EchoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POINTSMAN_HTTP_ALLOW", "127.0.0.0/8")
    forget_settings()
    assert engine.run(call(echo.url))["method"] == "GET"


def test_a_redirect_is_not_followed_wherever_it_leads(engine: Engine, echo: EchoServer) -> None:
    seen = len(echo.seen)
    output = engine.run(call(f"{echo.url}/302", redirect=True, output="response"))
    assert (output["statusCode"], len(echo.seen) - seen) == (302, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        {"headers": {"X-Token": "a\r\nX-Other: b"}},
        {"headers": {"X-Other\r\nX-More": "b"}},
        {"headers": {"Host": "elsewhere"}},
        {"headers": {"Transfer-Encoding": "chunked"}},
        {"headers": {"X-Token": {"a": 1}}},
        {"query": {"q": "x" * 40_000}},
        {"query": {"q": [{}]}},
        {"method": "GET / HTTP/1.1\r\nX: y"},
        {"endpoint": "file:///etc/passwd"},
        {"endpoint": "gopher://127.0.0.1/"},
        {"endpoint": "http://"},
        {"endpoint": "//127.0.0.1/"},
        {"endpoint": "http://user:password@127.0.0.1/"},
        {"endpoint": "http://127.0.0.1\\@example.com/"},
        {"endpoint": "http://127.0.0.1/\r\nX: y"},
        {"endpoint": "http://[::1/"},
        {"endpoint": "http://127.0.0.1:99999999/"},
        {"endpoint": "http://" + "a" * 300 + "/"},
        {"endpoint": "http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/"},
        {"output": "everything"},
        {"headers": {"X-Token": "\ud800"}},
        {"body": "\ud800"},
    ],
)
def test_a_request_that_cannot_be_is_a_configuration_fault(engine: Engine, echo: EchoServer, arguments: Json) -> None:
    task = call(echo.url)
    task["c"]["with"].update(arguments)
    assert kind_of(engine.fault(task)) == ("configuration", 400)


def test_a_name_in_the_uri_leads_to_no_other_path(engine: Engine, echo: EchoServer) -> None:
    fault = engine.fault(call(f"{echo.url}/pets/{{id}}"), given={"id": ".."})
    assert kind_of(fault) == ("expression", 400)


def test_a_name_in_the_uri_that_stands_for_a_list_is_an_expression_fault(engine: Engine, echo: EchoServer) -> None:
    assert kind_of(engine.fault(call(f"{echo.url}/{{id}}"), given={"id": [1]})) == ("expression", 400)


def test_a_rewritten_uri_is_not_seen_in_the_answer(
    engine: Engine, echo: EchoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sending.rewrites, "https://public.example", echo.url)
    output = engine.run(call("https://public.example/text", output="response"))
    assert (output["content"], output["request"]["uri"]) == ("plain", "https://public.example/text")


def test_a_request_too_large_to_hand_on_is_told_before_it_is_made(engine: Engine, echo: EchoServer) -> None:
    fault = engine.fault(call(echo.url, "post", query={"q": '${ "x" * 2000000 }'}))
    assert "can be handed on" in fault["detail"]


@pytest.mark.parametrize(("method", "sent"), [("GET", 1), ("POST", 0), ("PUT", 0), ("DELETE", 0)])
def test_after_a_lost_worker_only_what_changes_nothing_is_sent_again(
    own_settings: None, echo: EchoServer, method: str, sent: int
) -> None:
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, attempt=2)
    seen = len(echo.seen)
    with contextlib.suppress(ApplicationError):
        environment.run(call_http, HttpRequest(method, echo.url))
    assert len(echo.seen) - seen == sent
