"""Who may do what: bearer tokens, their scopes, their limits."""

from dataclasses import replace

import pytest
import requests

from domain.settings import forget_settings
from domain.tokens import new_secret
from domain.vocabulary import Scope
from services.list_tokens import list_tokens
from services.revoke_token import revoke_token
from tests.api.conftest import Client, Serve, caller

READING = ["/deliveries", "/deliveries/x", "/executions", "/executions/x", "/executions/x/tree", "/links", "/templates"]


def problem(answer: requests.Response, status: int, kind: str) -> requests.Response:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["type"] == f"urn:pointsman:problem:{kind}"
    return answer


@pytest.mark.parametrize("path", READING)
def test_nothing_is_told_without_a_token(client: Client, path: str) -> None:
    answer = requests.get(f"{client.url}/api/v1{path}", timeout=10)
    assert problem(answer, 401, "unauthenticated").headers["WWW-Authenticate"] == 'Bearer realm="pointsman"'


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer x", "Basic cG10Og==", "Bearer pmt_" + "0" * 63])
def test_what_is_no_token_lets_nobody_in(client: Client, header: str) -> None:
    problem(client.ask("POST", "/starts", json={}, headers={"Authorization": header}), 401, "unauthenticated")


def test_a_token_that_nobody_made_lets_nobody_in(client: Client) -> None:
    answer = problem(replace(client, secret=new_secret()).get("/links"), 401, "unauthenticated")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_revoked_token_is_refused_by_the_next_request(client: Client) -> None:
    assert client.get("/links").status_code == 200
    [token] = [row for row in list_tokens() if row.name == client.name]
    revoke_token(token.id, actor="ada")
    problem(client.get("/links"), 401, "unauthenticated")


@pytest.mark.parametrize("path", READING)
def test_a_token_for_starting_reads_nothing(client: Client, path: str) -> None:
    answer = problem(caller(client.url, Scope.START).get(path), 403, "scope-missing")
    assert 'error="insufficient_scope", scope="read"' in answer.headers["WWW-Authenticate"]
    assert "scope “read”" in answer.json()["detail"]


def test_a_token_for_reading_starts_nothing(client: Client) -> None:
    answer = caller(client.url, Scope.READ).start(templateId="t")
    assert 'scope="start"' in problem(answer, 403, "scope-missing").headers["WWW-Authenticate"]


def test_a_large_body_without_a_token_is_answered(client: Client) -> None:
    answer = replace(client, secret="").ask("POST", "/starts", data=b"x" * 10_000_000)
    problem(answer, 401, "unauthenticated")


def test_a_caller_that_asks_too_often_is_told_to_wait(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POINTSMAN_API_RATE", "3")
    forget_settings()
    with serve() as client:
        answers = [client.get("/links") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert 0 < int(problem(answers[3], 429, "too-many-requests").headers["Retry-After"]) <= 20
        assert caller(client.url).get("/links").status_code == 200


def test_an_address_with_many_bad_tokens_waits_and_its_good_ones_do_not(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POINTSMAN_API_BAD_TOKEN_RATE", "2")
    forget_settings()
    with serve() as client:
        wrong = replace(client, secret=new_secret())
        answers = [wrong.get("/links") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [401, 401, 429]
        assert "Retry-After" in problem(answers[2], 429, "too-many-requests").headers
        assert client.get("/links").status_code == 200


def test_the_limit_of_bodies_is_a_setting(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POINTSMAN_API_BODY_LIMIT", "1024")
    forget_settings()
    with serve() as client:
        problem(client.start(templateId="t", input="x" * 1024), 413, "body-too-large")


def test_without_the_database_the_caller_is_told_when_to_ask_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POINTSMAN_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    forget_settings()
    answer = problem(client.start(templateId="t"), 503, "database-away")
    assert int(answer.headers["Retry-After"]) > 0
