"""Secrets: their values reach the services that are called, and nothing else."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from domain.settings import forget_settings
from runtime.activities import calling
from runtime.activities.sending import Answer, Outgoing
from runtime.history import read_event
from tests.runtime.echo import EchoServer, echoing
from tests.runtime.engine import Engine, Json, Running, define
from tests.runtime.test_continuing import LIMIT, busy
from tests.runtime.test_replay import replay

PASSWORD, TOKEN, KEY, PIN = "pä ss/w&rd-4711", "tok-8c1f2e", "key-77aa", 48151623
SECRETS: Json = {
    "portal": {"username": "clerk", "password": PASSWORD, "pin": PIN, "no": "x1"},
    "api-token": {"token": TOKEN},
    "plain": KEY,
}
USE = {"secrets": ["portal", "api-token", "plain", "absent"]}


@pytest.fixture(scope="module")
def echo() -> Iterator[EchoServer]:
    with echoing() as server:
        yield server


@pytest.fixture(autouse=True)
def secrets_file(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "secrets.json"
    file.write_text(json.dumps(SECRETS))
    monkeypatch.setenv("POINTSMAN_SECRETS_FILE", str(file))
    forget_settings()
    return file


def call(echo: EchoServer, path: str = "/headers", **arguments: Any) -> Json:
    return {"call": "http", "with": {"method": "post", "endpoint": echo.url + path, **arguments}}


def start(engine: Engine, *tasks: Json, given: Any = None, **use: Any) -> Running:
    return engine.start(define(*tasks, use={**USE, **use}), given)


def policy(echo: EchoServer, **authentication: Json) -> Json:
    return {"uri": f"{echo.url}/headers", "authentication": authentication}


def told(running: Running) -> str:
    """Everything that Temporal keeps of a run and that the run answers."""
    running.ended()
    history = running.history()
    attributes = [read_event(event).attributes for event in history.events]
    return f"{attributes!r}{history.to_json()}{running.state()!r}"


def test_no_value_is_in_the_history_of_a_run_that_uses_secrets_everywhere(engine: Engine, echo: EchoServer) -> None:
    keep: Json = {"set": {"held": "${ $secrets.portal.password }", "pin": "${ $secrets.portal.pin }"}}
    pair = '(($secrets.portal.username + ":" + $secrets.portal.password) | @base64)'
    key, body = "${ $secrets.plain }", {"all": "${ $secrets.portal }", "text": "${ .held }"}
    running = start(
        engine,
        {"keep": keep},
        {"computed": call(echo, headers={"X-Basic": f'${{ "Basic " + {pair} }}'})},
        {"again": keep},
        {"echoed": call(echo, "/{held}?pin={pin}", body=body, query={"k": key}, output="response")},
        {"bearer": call(echo, endpoint=policy(echo, bearer={"use": "api-token"}))},
        {"basic": call(echo, endpoint=policy(echo, basic={"use": "portal"}))},
        {"failed": call(echo, "/500", query={"k": key})},
    )
    spelled = [
        PASSWORD,
        json.dumps(PASSWORD)[1:-1],
        quote(PASSWORD, safe=""),
        quote_plus(PASSWORD),
        TOKEN,
        KEY,
        str(PIN),
    ]
    encoded = [b64encode(each.encode()).decode() for each in (f"clerk:{PASSWORD}", PASSWORD, KEY)]
    everything = told(running)
    assert [each for each in (*spelled, *encoded) if each in everything] == []
    assert "⟦secret:portal/password:" in everything
    assert running.fault()["status"] == 500


def test_a_run_with_secrets_replays(engine: Engine, echo: EchoServer, secrets_file: Path) -> None:
    keep: Json = {"set": {"held": "${ $secrets.portal.password }"}}
    running = start(engine, {"keep": keep}, {"c": call(echo, headers={"X-Token": "${ $secrets.plain }"})})
    running.result()
    secrets_file.unlink()
    replay(running.history())


def test_placeholders_mean_the_same_in_the_next_run(engine: Engine, echo: EchoServer) -> None:
    keep: Json = {"set": {}, "export": {"as": {"held": "${ $secrets.plain }"}}}
    send = call(echo, headers={"X-Token": "${ $context.held }"})
    tasks: list[Json] = [{"keep": keep}, {"busy": busy(12)}, {"c": send}]
    running = engine.start(define(*tasks, use=USE), history_limit=LIMIT)
    running.result()
    assert (running.has_continued(), echo.seen[-1]["token"]) == (True, KEY)


def test_no_value_is_in_the_bytes_of_a_raw_answer(engine: Engine, echo: EchoServer) -> None:
    task = call(echo, "/x", body={"v": "${ $secrets.portal.password }"}, output="raw")
    raw = b64decode(start(engine, {"c": task}).result()).decode()
    assert "⟦secret:portal/password:" in json.loads(raw)["body"]


def test_expressions_outside_calls_see_placeholders_in_the_shape_of_the_secret(engine: Engine) -> None:
    output = start(engine, {"s": {"set": {"p": "${ $secrets.portal }", "t": '${ $secrets["plain"] }'}}}).result()
    assert list(output["p"]) == ["no", "password", "pin", "username"]
    assert output["t"].startswith("⟦secret:plain:")


def test_a_placeholder_becomes_the_value_when_it_is_sent(engine: Engine, echo: EchoServer) -> None:
    start(
        engine,
        {"keep": {"set": {"held": "${ $secrets.portal }"}}},
        {"c": call(echo, "/{none}", headers={"X-Token": '${ "is " + .held.no }'}, body="${ .held }")},
    ).result()
    seen = echo.seen[-1]
    assert seen["token"] == "is x1"
    assert json.loads(seen["body"]) == SECRETS["portal"]


def test_an_expression_of_a_call_computes_on_the_value(engine: Engine, echo: EchoServer) -> None:
    headers = {"X-Token": "${ ($secrets.plain | @base64) + $input.more }"}
    output = start(engine, {"c": call(echo, headers=headers)}, given={"more": "!"}).result()
    assert echo.seen[-1]["token"] == b64encode(KEY.encode()).decode() + "!"
    assert output["X-Token"] == "⟦secret⟧"


def test_what_is_computed_may_use_other_variables(engine: Engine, echo: EchoServer) -> None:
    body = "${ {k: $secrets.plain, n: $workflow.definition.document.name, c: $context.c, i: $item} }"
    loop = {"for": {"in": "[1]"}, "do": [{"c": call(echo, "/x", body=body)}]}
    start(engine, {"s": {"set": {}, "export": {"as": {"c": 7}}}}, {"loop": loop}).result()
    assert json.loads(echo.seen[-1]["body"]) == {"k": KEY, "n": "sample", "c": 7, "i": 1}


def test_a_basic_policy_takes_username_and_password_from_a_secret(engine: Engine, echo: EchoServer) -> None:
    endpoint = {"uri": f"{echo.url}/headers", "authentication": {"use": "clerk"}}
    output = start(
        engine, {"c": call(echo, endpoint=endpoint)}, authentications={"clerk": {"basic": {"use": "portal"}}}
    ).result()
    pair = b64encode(f"clerk:{PASSWORD}".encode()).decode()
    assert echo.seen[-1]["headers"]["Authorization"] == f"Basic {pair}"
    assert output["Authorization"] == "Basic ⟦secret⟧"


@pytest.mark.parametrize("secret", ["api-token", "plain"])
def test_a_bearer_policy_takes_its_token_from_a_secret(engine: Engine, echo: EchoServer, secret: str) -> None:
    endpoint = {"uri": f"{echo.url}/headers", "authentication": {"bearer": {"use": secret}}}
    start(engine, {"c": call(echo, endpoint=endpoint)}).result()
    assert echo.seen[-1]["headers"]["Authorization"] == f"Bearer {TOKEN if secret == 'api-token' else KEY}"


def test_a_secret_that_lacks_what_the_policy_needs_is_a_configuration_fault(engine: Engine, echo: EchoServer) -> None:
    endpoint = {"uri": echo.url, "authentication": {"basic": {"use": "api-token"}}}
    fault = start(engine, {"c": call(echo, endpoint=endpoint)}).fault()
    assert "username and password" in fault["detail"]
    assert fault["type"].endswith("/configuration")


@pytest.mark.parametrize(
    ("task", "told_of"),
    [
        ({"set": {"v": "${ $secrets.absent }"}}, "has no secret “absent”"),
        ({"set": {"v": '${ $secrets["absent"].x }'}}, "has no secret “absent”"),
        ({"set": {"v": "${ $secrets | keys }"}}, "has no secret “absent”"),
        ({"set": {"v": "${ $secrets.undeclared }"}}, "not listed under use.secrets"),
        ({"call": "http", "with": {"method": "get", "endpoint": "${ $secrets.absent }"}}, "has no secret “absent”"),
        (
            {
                "call": "http",
                "with": {
                    "method": "get",
                    "endpoint": {"uri": "http://127.0.0.1:9", "authentication": {"bearer": {"use": "other"}}},
                },
            },
            "not listed under use.secrets",
        ),
    ],
)
def test_a_secret_that_cannot_be_had_is_an_authorization_fault_of_the_task_that_asked(
    engine: Engine, task: Json, told_of: str
) -> None:
    fault = start(engine, {"before": {"set": {}}}, {"asks": task}).fault()
    assert fault["type"].endswith("/authorization")
    assert (fault["status"], fault["instance"]) == (403, "/do/1/asks")
    assert told_of in fault["detail"]


def test_an_unavailable_secret_may_be_caught(engine: Engine) -> None:
    asks = {"asks": {"set": {"v": "${ $secrets.absent }"}}}
    caught = {"try": [asks], "catch": {"do": [{"h": {"set": "${ $error.status }"}}]}}
    assert start(engine, {"t": caught}).result() == 403


def test_a_secret_that_changed_is_read_again(engine: Engine, echo: EchoServer, secrets_file: Path) -> None:
    task = {"c": call(echo, headers={"X-Token": "${ $secrets.plain }"})}
    start(engine, task).result()
    secrets_file.write_text(json.dumps({**SECRETS, "plain": "another-one"}))
    start(engine, task).result()
    assert echo.seen[-1]["token"] == "another-one"


def test_secrets_that_cannot_be_read_make_the_call_fail_and_tell_nothing(
    engine: Engine, echo: EchoServer, secrets_file: Path
) -> None:
    secrets_file.write_text('{"plain": "half of a sec')
    endpoint = {"uri": echo.url, "authentication": {"bearer": {"use": "plain"}}}
    fault = start(engine, {"c": call(echo, endpoint=endpoint)}).fault()
    assert (fault["status"], "half of" in json.dumps(fault)) == (403, False)


def test_secrets_come_from_a_directory_as_kubernetes_mounts_them(
    engine: Engine, echo: EchoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted, data = tmp_path / "mounted", tmp_path / "mounted" / "..2026_11_24"
    (data / "portal").mkdir(parents=True)
    (data / "portal" / "password").write_text("from a file\n")
    (mounted / "portal").symlink_to(data / "portal")
    (mounted / "plain").write_text("plain-from-file")
    monkeypatch.setenv("POINTSMAN_SECRETS_DIR", str(mounted))
    forget_settings()
    body = {"a": "${ $secrets.portal.password }", "b": "${ $secrets.plain }", "c": '${ $secrets["api-token"].token }'}
    start(engine, {"c": call(echo, "/x", body=body)}).result()
    assert json.loads(echo.seen[-1]["body"]) == {"a": "from a file", "b": "plain-from-file", "c": TOKEN}


def test_what_jq_says_of_a_value_is_not_told(engine: Engine, echo: EchoServer) -> None:
    running = start(engine, {"c": call(echo, body="${ $secrets.portal.pin | fromjson | error }")})
    assert running.fault()["type"].endswith("/expression")
    assert str(PIN) not in told(running)


def test_a_fault_of_our_own_tells_no_value(engine: Engine, echo: EchoServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: Outgoing, _largest: int) -> Answer:
        raise KeyError(request.headers["X-Token"])

    monkeypatch.setattr(calling, "send", broken)
    running = start(engine, {"c": call(echo, headers={"X-Token": "${ $secrets.plain }"})})
    assert "⟦secret:plain:" in running.fault()["detail"]
    assert KEY not in told(running)


def test_a_deep_answer_is_searched_for_values(engine: Engine, echo: EchoServer) -> None:
    output = start(engine, {"c": call(echo, "/nested", body="${ $secrets.plain }")}).result()
    assert json.dumps(output) == "[" * 250 + "]" * 250


def test_a_placeholder_that_somebody_sends_in_stands_for_nothing(engine: Engine, echo: EchoServer) -> None:
    sent_in = {"a": "⟦secret:plain⟧", "b": "⟦secret:plain:0123456789abcdef⟧"}
    task = call(echo, "/x", headers={"X-Token": "${ $secrets.plain }"}, body="${ . }")
    start(engine, {"c": task}, given=sent_in).result()
    assert json.loads(echo.seen[-1]["body"]) == sent_in


def test_a_definition_without_secrets_asks_for_none(engine: Engine) -> None:
    running = start(engine, {"s": {"set": {}}})
    running.result()
    assert "describe_secrets" not in told(running)
