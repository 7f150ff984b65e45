"""``call: openapi`` against real documents and a real server."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.runtime.echo import EchoServer, echoing
from tests.runtime.engine import Engine, Json


@pytest.fixture(scope="module")
def echo() -> Iterator[EchoServer]:
    with echoing() as server:
        server.serve("/v2/swagger.json", swagger(server))
        server.serve("/api/openapi.json", OPENAPI)
        server.documents["/yaml"] = ("application/yaml", YAML.replace("BASE", server.url).encode())
        server.documents["/text"] = ("text/plain", b"no document")
        yield server


def swagger(server: EchoServer) -> Json:
    pets = {
        "parameters": [{"$ref": "#/parameters/trace"}],
        "get": {
            "operationId": "find",
            "parameters": [
                {"name": "status", "in": "query", "type": "array", "collectionFormat": "multi"},
                {"name": "tags", "in": "query", "type": "array", "collectionFormat": "pipes"},
            ],
        },
        "post": {
            "operationId": "add",
            "parameters": [{"name": "pet", "in": "body", "required": True, "schema": {"type": "object"}}],
        },
    }
    form = {
        "operationId": "update",
        "consumes": ["application/x-www-form-urlencoded"],
        "parameters": [
            {"name": "id", "in": "path", "required": True, "type": "integer"},
            {"name": "name", "in": "formData", "type": "string"},
        ],
    }
    return {
        "swagger": "2.0",
        "host": server.url.removeprefix("http://"),
        "basePath": "/v2",
        "schemes": ["http"],
        "paths": {"/pets": pets, "/pets/{id}": {"post": form}},
        "parameters": {"trace": {"name": "X-Token", "in": "header", "type": "string"}},
        "securityDefinitions": {"key": {"type": "apiKey", "name": "api_key", "in": "query"}},
    }


PET: Json = {
    "allOf": [{"$ref": "#/components/schemas/Named"}],
    "properties": {"age": {"type": "integer"}},
    "required": ["name"],
}
BODY: Json = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}
OPENAPI: Json = {
    "openapi": "3.1.0",
    "servers": [{"url": "../{stage}/v3", "variables": {"stage": {"default": "live"}}}],
    "paths": {
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True}],
            "get": {
                "operationId": "get",
                "parameters": [
                    {"name": "fields", "in": "query", "explode": False},
                    {"name": "sort", "in": "query"},
                    {"name": "where", "in": "query", "style": "deepObject"},
                    {"name": "filter", "in": "query", "content": {"application/json": {}}},
                    {"name": "X-Token", "in": "header"},
                    {"name": "session", "in": "cookie"},
                ],
            },
            "put": {"operationId": "put", "requestBody": BODY},
        },
        "/away": {"get": {"operationId": "away", "parameters": [{"$ref": "other.json#/x"}]}},
        "/302": {"get": {"operationId": "moved", "servers": [{"url": "/"}]}},
    },
    "components": {
        "schemas": {"Pet": PET, "Named": {"properties": {"name": {"type": "string"}}}},
    },
}
YAML = """
openapi: 3.0.3
servers: [{url: BASE}]
paths:
  /on:
    post:
      operationId: on
      requestBody: {content: {multipart/form-data: {schema: {properties: {note: {type: string}}}}}}
"""


def call(document: str, operation: str, parameters: Any = None, **more: Any) -> Json:
    given = {"document": {"endpoint": document}, "operationId": operation, "parameters": parameters or {}, **more}
    return {"c": {"call": "openapi", "with": given}}


def test_swagger_2_query_header_and_key(engine: Engine, echo: EchoServer) -> None:
    parameters = {"status": ["new", "old one"], "tags": "${ .tags }", "X-Token": 7, "api_key": "k"}
    output = engine.run(call(f"{echo.url}/v2/swagger.json", "find", parameters), given={"tags": ["a", "b"]})
    assert (output["method"], output["path"], output["token"]) == ("GET", "/v2/pets", "7")
    assert output["query"] == {"status": ["new", "old one"], "tags": ["a|b"], "api_key": ["k"]}


def test_swagger_2_body(engine: Engine, echo: EchoServer) -> None:
    output = engine.run(call(f"{echo.url}/v2/swagger.json", "add", {"pet": {"name": "Rex"}}))
    assert (output["method"], output["type"], output["body"]) == ("POST", "application/json", '{"name": "Rex"}')


def test_swagger_2_form(engine: Engine, echo: EchoServer) -> None:
    output = engine.run(call(f"{echo.url}/v2/swagger.json", "update", {"id": 5, "name": "a b"}))
    assert (output["path"], output["body"]) == ("/v2/pets/5", "name=a+b")


def test_openapi_3_styles_and_relative_server(engine: Engine, echo: EchoServer) -> None:
    parameters = {
        "id": "a/b",
        "fields": ["x", "y"],
        "sort": ["p", "q"],
        "where": {"age": 3},
        "filter": {"a": [1]},
        "X-Token": "t",
        "session": "s1",
    }
    output = engine.run(call(f"{echo.url}/api/openapi.json", "get", parameters))
    assert (output["path"], output["token"]) == ("/live/v3/pets/a%2Fb", "t")
    assert output["query"] == {"fields": ["x,y"], "sort": ["p", "q"], "where[age]": ["3"], "filter": ['{"a": [1]}']}
    assert echo.seen[-1]["headers"]["Cookie"] == "session=s1"


@pytest.mark.parametrize("parameters", [{"name": "Rex", "age": 3}, {"body": {"name": "Rex", "age": 3}}])
def test_openapi_3_body_by_its_properties_or_whole(engine: Engine, echo: EchoServer, parameters: Json) -> None:
    output = engine.run(call(f"{echo.url}/api/openapi.json", "put", {"id": 1, **parameters}))
    assert (output["method"], output["type"]) == ("PUT", "application/json")
    assert output["body"] in ('{"name": "Rex", "age": 3}', '{"age": 3, "name": "Rex"}')


def test_a_document_in_yaml_and_a_multipart_form(engine: Engine, echo: EchoServer) -> None:
    output = engine.run(call(f"{echo.url}/yaml", "on", {"note": "hello"}))
    assert (output["path"], "multipart/form-data; boundary=" in output["type"]) == ("/on", True)
    assert "hello" in output["body"]


def test_output_and_redirect_are_as_for_http(engine: Engine, echo: EchoServer) -> None:
    document = f"{echo.url}/api/openapi.json"
    assert engine.fault(call(document, "moved"))["type"].endswith("/communication")
    moved = engine.run(call(document, "moved", redirect=True, output="response"))
    assert moved["statusCode"] == 302
    assert moved["request"] == {"method": "get", "uri": f"{echo.url}/302", "headers": {}}


def test_authentication_of_the_call_and_of_the_document(engine: Engine, echo: EchoServer) -> None:
    document = {"uri": f"{echo.url}/v2/swagger.json", "authentication": {"bearer": {"token": "for-document"}}}
    task = call("", "find", authentication={"use": "named"})
    task["c"]["with"]["document"]["endpoint"] = document
    engine.run(task, use={"authentications": {"named": {"basic": {"username": "u", "password": "p"}}}})
    sent = [each["headers"].get("Authorization") for each in echo.seen[-2:]]
    assert sent == ["Bearer for-document", "Basic dTpw"]


def test_a_document_is_kept_for_a_while(engine: Engine, echo: EchoServer) -> None:
    document = echo.serve("/kept.json", {**swagger(echo)})
    engine.run(call(document, "find"))
    engine.run(call(document, "find"))
    assert [each["path"] for each in echo.seen].count("/kept.json") == 1


@pytest.mark.parametrize(
    ("document", "operation", "parameters", "kind", "told"),
    [
        ("/api/openapi.json", "nothing", {}, "configuration", "no operation “nothing”"),
        ("/api/openapi.json", "get", {}, "validation", "requires the parameter “id”"),
        ("/api/openapi.json", "get", {"id": None}, "validation", "requires the parameter “id”"),
        ("/api/openapi.json", "get", {"id": 1, "coulour": 2}, "validation", "no parameter “coulour”"),
        ("/api/openapi.json", "get", {"id": ".."}, "validation", "cannot stand"),
        ("/api/openapi.json", "put", {"id": 1}, "validation", "requires the parameter “body”"),
        ("/api/openapi.json", "put", {"id": 1, "age": 1}, "validation", "requires the parameter “name”"),
        ("/api/openapi.json", "away", {}, "configuration", "refers to another document"),
        ("/v2/swagger.json", "add", {}, "validation", "requires the parameter “pet”"),
        ("/text", "any", {}, "configuration", "no OpenAPI document"),
        ("/404", "any", {}, "communication", "answered 404"),
    ],
)
def test_a_call_that_does_not_fit_its_document_is_a_fault(
    engine: Engine, echo: EchoServer, document: str, operation: str, parameters: Json, kind: str, told: str
) -> None:
    fault = engine.fault(call(echo.url + document, operation, parameters))
    assert fault["type"].rsplit("/", 1)[1] == kind
    assert told in fault["detail"]


def test_a_server_that_is_no_web_server_is_refused(engine: Engine, echo: EchoServer) -> None:
    document = echo.serve("/file.json", {**OPENAPI, "servers": [{"url": "file:///etc"}]})
    assert engine.fault(call(document, "get", {"id": 1}))["type"].endswith("/configuration")
