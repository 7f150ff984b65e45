"""``call: http`` against a real server."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.runtime.echo import EchoServer, echoing
from tests.runtime.engine import Engine, Json


@pytest.fixture(scope="module")
def echo() -> Iterator[EchoServer]:
    with echoing() as server:
        yield server


@pytest.fixture
def server(echo: EchoServer) -> str:
    return echo.url


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


def test_headers_and_query_may_each_be_one_expression(engine: Engine, server: str) -> None:
    output = engine.run(
        call(f"{server}/x", headers="${ .headers }", query="${ .query }"),
        given={"headers": {"X-Token": "t"}, "query": {"search": "a b"}},
    )
    assert (output["token"], output["query"]) == ("t", {"search": ["a b"]})


def test_a_query_is_added_to_the_one_that_the_uri_has(engine: Engine, server: str) -> None:
    output = engine.run(call(f"{server}/x?status={{status}}", query={"page": 2}), given={"status": "on sale"})
    assert output["query"] == {"status": ["on sale"], "page": ["2"]}


def test_a_value_from_outside_is_never_evaluated(engine: Engine, server: str) -> None:
    output = engine.run(call(f"{server}/x", "post", body="${ .text }"), given={"text": "${ 1 + 1 }"})
    assert output["body"] == "${ 1 + 1 }"


def test_the_request_of_a_response_has_the_whole_uri_and_no_credentials(engine: Engine, server: str) -> None:
    endpoint = {"uri": f"{server}/text", "authentication": {"bearer": {"token": "t-1234"}}}
    output = engine.run(call("", endpoint=endpoint, query={"a": 1}, headers={"X-Token": "x"}, output="response"))
    assert output["request"] == {"method": "get", "uri": f"{server}/text?a=1", "headers": {"X-Token": "x"}}


def test_an_object_is_sent_as_a_form_where_the_content_type_says_so(engine: Engine, server: str) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert engine.run(call(f"{server}/x", "post", headers=headers, body={"a": "1 2", "b": [True, 3]}))["body"] == (
        "a=1+2&b=true&b=3"
    )


@pytest.mark.parametrize(
    ("policy", "header"),
    [
        ({"basic": {"username": "${ .user }", "password": "p:w"}}, "Basic w7x1OnA6dw=="),
        ({"bearer": {"token": "${ .user }"}}, "Bearer üu"),
        ({"use": "named"}, "Bearer named-üu"),
    ],
)
def test_an_endpoint_authenticates(engine: Engine, echo: EchoServer, policy: Json, header: str) -> None:
    named = {"authentications": {"named": {"bearer": {"token": '${ "named-" + .user }'}}}}
    engine.run(call("", endpoint={"uri": echo.url, "authentication": policy}), given={"user": "üu"}, use=named)
    sent = echo.seen[-1]["headers"]["Authorization"].encode("latin-1").decode()
    assert sent == header


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ({"use": "missing"}, "no authentication"),
        ({"oauth2": {}}, "not by oauth2"),
        ({"basic": {"username": "u"}}, "The password"),
    ],
)
def test_an_authentication_that_cannot_be_is_a_configuration_fault(
    engine: Engine, server: str, policy: Json, told: str
) -> None:
    fault = engine.fault(call("", endpoint={"uri": server, "authentication": policy}))
    assert fault["type"].endswith("/configuration")
    assert told in fault["detail"]


def test_authorization_tells_the_scheme_and_hides_the_rest(engine: Engine, server: str) -> None:
    task = call("", endpoint={"uri": server, "authentication": {"bearer": {"token": "t-1234"}}})
    task["c"]["output"] = {"as": "${ $authorization }"}
    assert engine.run(task) == {"scheme": "Bearer", "parameter": "⟦hidden⟧"}


def test_authorization_is_null_where_there_is_none(engine: Engine, server: str) -> None:
    task = call(server)
    task["c"]["output"] = {"as": "${ $authorization }"}
    assert engine.run(task) is None
