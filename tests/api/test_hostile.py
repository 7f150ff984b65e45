"""Requests that nobody means well with: each is told what is wrong, none leaves a trace, none costs much."""

import json
import time
from typing import Any

import pytest
import requests

from services.list_deliveries import list_deliveries
from tests.api.conftest import Client

JSON_TYPE = {"Content-Type": "application/json"}


def problem(answer: requests.Response, status: int) -> dict[str, Any]:
    """The problem document of an answer; nothing of it was kept."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), answer.text
    found: dict[str, Any] = answer.json()
    assert found["status"] == status
    assert {"type", "title", "detail", "instance"} <= found.keys()
    assert "Traceback" not in answer.text
    assert list_deliveries().rows == ()
    return found


def post(client: Client, text: str | bytes, **headers: str) -> requests.Response:
    return client.ask("POST", "/starts", data=text, headers={**JSON_TYPE, **headers})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("{", "line 1, column 2"),
        ('{\n"entity": }', "line 2, column 11"),
        ('{"input": NaN}', "NaN"),
        ('{"input": [-Infinity]}', "Infinity"),
        ('{"templateId": "a", "templateId": "b"}', "“templateId” twice"),
        ('{"input": {"a": {"b": 1, "b": 1}}}', "“b” twice"),
        ("[" * 200_000, "nested deeper"),
        ('{"input": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested deeper"),
        ('{"input": ' + "9" * 100_000 + "}", "too long"),
        (b'{"input": "\xff"}', "UTF-8"),
    ],
)
def test_what_is_no_json_is_told_where(client: Client, text: str | bytes, why: str) -> None:
    assert why in problem(post(client, text), 400)["detail"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ([], "#"),
        ("text", "#"),
        (None, "#"),
        ({}, "#"),
        ({"templateId": 7}, "#/templateId"),
        ({"templateId": ""}, "#/templateId"),
        ({"templateId": "x" * 201}, "#/templateId"),
        ({"templateId": "a\0b"}, "#/templateId"),
        ({"templateId": "\ud83d"}, "#/templateId"),
        ({"templateId": "t", "entity": {"type": "PRODUCT", "id": "p"}}, "#"),
        ({"entity": {"type": "PRODUCT", "id": "p"}, "version": "1.0.0"}, "#"),
        ({"entity": {"type": "THING", "id": "p"}}, "#/entity/type"),
        ({"entity": {"type": "PRODUCT"}}, "#/entity/id"),
        ({"entity": {"type": "PRODUCT", "id": " "}}, "#/entity/id"),
        ({"entity": {"type": "PRODUCT", "id": "p", "a/b~": 1}}, "#/entity/a~1b~0"),
        ({"templateId": "t", "idempotencyKey": "k" * 121}, "#/idempotencyKey"),
        ({"templateId": "t", "idempotencyKey": "k\0"}, "#/idempotencyKey"),
        ({"templateId": "t", "context": []}, "#/context"),
        ({"templateId": "t", "context": {"a": "x" * 70_000}}, "#/context"),
        ({"templateId": "t", "input": "a\0b"}, "#/input"),
        ({"templateId": "t", "input": {"a\0b": 1}}, "#/input"),
        ({"templateId": "t", "input": ["\udc00"]}, "#/input"),
        ({"templateId": "t", "name": "\0"}, "#/name"),
        ({"templateId": "t", "reason": "x" * 1001}, "#/reason"),
        ({"templateId": "t", "nosuch": 1}, "#/nosuch"),
    ],
)
def test_a_fault_of_the_body_has_its_pointer(client: Client, body: object, pointer: str) -> None:
    found = problem(post(client, json.dumps(body)), 422)
    assert [each["pointer"] for each in found["errors"]] == [pointer]
    assert found["errors"][0]["detail"]


def test_sixty_thousand_foreign_fields_are_told_as_one_fault(client: Client) -> None:
    fields = {f"{number:x}": 1 for number in range(60_000)}
    for body, pointer in ((fields, "#"), ({"entity": fields}, "#/entity")):
        assert [each["pointer"] for each in problem(post(client, json.dumps(body)), 422)["errors"]] == [pointer]


def test_an_input_nested_too_deep_has_its_pointer(client: Client) -> None:
    text = '{"templateId": "t", "input": ' + "[" * 150 + "1" + "]" * 150 + "}"
    assert problem(post(client, text), 422)["errors"][0]["pointer"] == "#/input"


def test_a_number_beyond_all_bounds_is_refused(client: Client) -> None:
    found = problem(post(client, '{"templateId": "t", "input": 1e999}'), 422)
    assert found["errors"][0]["pointer"] == "#/input"


def test_ten_megabytes_are_refused_before_they_are_read_as_json(client: Client) -> None:
    begun = time.monotonic()
    found = problem(post(client, b'{"input": "' + b"x" * 10_000_000 + b'"}'), 413)
    assert "1,048,576 bytes" in found["detail"]
    assert time.monotonic() - begun < 5


def test_a_body_of_unsaid_length_is_counted(client: Client) -> None:
    chunks = (b"x" * 65_536 for _ in range(160))
    problem(client.ask("POST", "/starts", data=chunks, headers=JSON_TYPE), 413)


@pytest.mark.parametrize("told", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""])
def test_what_is_not_told_to_be_json_is_refused(client: Client, told: str) -> None:
    problem(client.ask("POST", "/starts", data="{}", headers={"Content-Type": told}), 415)


def test_packed_bodies_are_refused(client: Client) -> None:
    problem(post(client, b"\x1f\x8b", **{"Content-Encoding": "gzip"}), 415)


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/starts/", "/executions/a/b", "/../v2", "/%2e%2e/%5c", "/a%00"])
def test_a_foreign_address_is_told(client: Client, path: str) -> None:
    problem(client.get(path), 404)


def test_a_foreign_method_is_told_which_are_taken(client: Client) -> None:
    answer = client.ask("DELETE", "/starts", data=b"x" * 3_000_000)
    problem(answer, 405)
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("path", ["/deliveries/gone", "/executions/gone", "/executions/gone/tree", "/executions/..%5c"])
def test_what_is_not_there_is_told(client: Client, path: str) -> None:
    problem(client.get(path), 404)


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/executions?limit=0", "limit"),
        ("/executions?limit=1000", "limit"),
        ("/executions?status=GONE", "status"),
        ("/executions?text=ab", "text"),
        ("/executions?created_from=yesterday", "created_from"),
        ("/executions?created_before=1764421200", "created_before"),
        ("/executions?created_from=2026-01-01T00:00:00", "created_from"),
        ("/executions?page=x", "page"),
        ("/executions?page=older_than.x", "page"),
        ("/deliveries?page=9999-12-31T23:59:59-23:59_x", "page"),
        ("/deliveries?outcome=started", "outcome"),
        ("/links?page=x", "page"),
        ("/links?page=WyJhIiwgImIiXQ", "page"),
        ("/templates?page=bnVsbA", "page"),
        ("/executions?template_id=%00", "text"),
        ("/executions?statuss=FAILED", "statuss"),
        ("/executions?limit=1&limit=2", "limit"),
        ("/executions/gone?limit=1", "limit"),
        ("/deliveries?outcome=STARTED&outcome=NO_LINK", "outcome"),
        ("/templates?%00=1", "\0"),
    ],
)
def test_a_fault_of_the_address_names_its_parameter(client: Client, path: str, parameter: str) -> None:
    assert [each["parameter"] for each in problem(client.get(path), 422)["errors"]] == [parameter]
