"""``emit``: events as CloudEvents, sent where the settings say, heard by the same execution."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest

from domain.settings import forget_settings
from tests.runtime.echo import EchoServer, echoing
from tests.runtime.engine import Engine, Json, define
from tests.runtime.test_replay import replay


@pytest.fixture(scope="module")
def receiver() -> Iterator[EchoServer]:
    with echoing() as server:
        yield server


def emit(**attributes: object) -> Json:
    return {"emit": {"event": {"with": {"type": "com.example.done", **attributes}}}}


def listening(**attributes: object) -> Json:
    return {"listen": {"to": {"one": {"with": {"type": "com.example.done", **attributes}}}}}


def receiving(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("POINTSMAN_EVENTS_URL", url)
    forget_settings()


def test_the_output_is_the_event_with_what_the_author_left_out(engine: Engine) -> None:
    event = engine.run({"e": emit(data={"n": "${ .n }"})}, given={"n": 1})
    assert event["data"] == {"n": 1}
    assert (event["specversion"], event["source"]) == ("1.0", "/tests/sample/1.0.0")
    assert UUID(event["id"]).version == 4
    assert datetime.fromisoformat(event["time"]).tzinfo is not None


def test_what_the_author_says_wins_and_extensions_are_kept(engine: Engine) -> None:
    said = {"id": "1", "source": "https://x.example", "time": "2026-01-01T00:00:00Z", "subject": "s", "mine": True}
    event = engine.run({"e": emit(**said)})
    assert {key: event[key] for key in said} == said


def test_an_attribute_that_is_null_is_left_out(engine: Engine) -> None:
    assert "subject" not in engine.run({"e": emit(subject="${ .nothing }")}, given={})


@pytest.mark.parametrize("wrong", [{"type": 1}, {"type": ""}, {"id": "${ 5 }"}, {"source": ["x"]}])
def test_an_event_that_is_none_is_a_configuration_fault(engine: Engine, wrong: Json) -> None:
    assert engine.fault({"e": emit(**wrong)})["type"].endswith("/configuration")


def test_an_event_is_sent_in_structured_mode(
    engine: Engine, receiver: EchoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiving(monkeypatch, receiver.url)
    event = engine.run({"e": emit(data={"ä": 1})})
    seen = receiver.seen[-1]
    assert (seen["method"], json.loads(seen["body"])) == ("POST", event)
    assert seen["type"] == "application/cloudevents+json; charset=utf-8"


def test_a_run_that_emitted_replays_when_the_receiver_is_gone(
    engine: Engine, receiver: EchoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiving(monkeypatch, receiver.url)
    running = engine.start(define({"e": emit()}, {"l": listening()}))
    running.result()
    receiving(monkeypatch, "")
    replay(running.history())


@pytest.mark.parametrize("status", [400, 302])
def test_a_receiver_that_refuses_an_event_is_a_communication_fault(
    engine: Engine, receiver: EchoServer, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    receiving(monkeypatch, f"{receiver.url}/{status}")
    fault = engine.fault({"e": emit()})
    assert (fault["type"].rsplit("/", 1)[1], fault["status"], fault["instance"]) == ("communication", status, "/do/0/e")


def test_a_receiver_in_trouble_is_tried_again(
    engine: Engine, receiver: EchoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiving(monkeypatch, f"{receiver.url}/503")
    seen = len(receiver.seen)
    task = {**emit(), "timeout": {"after": {"seconds": 2}}}
    assert engine.fault({"e": task})["type"].endswith("/timeout")
    ids = {json.loads(each["body"])["id"] for each in receiver.seen[seen:]}
    assert (len(receiver.seen) - seen >= 2, len(ids)) == (True, 1)


def test_a_secret_in_an_event_is_sent_as_a_placeholder(
    engine: Engine, receiver: EchoServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secrets.json").write_text('{"key": "k-4711"}')
    monkeypatch.setenv("POINTSMAN_SECRETS_FILE", str(tmp_path / "secrets.json"))
    receiving(monkeypatch, receiver.url)
    engine.run({"e": emit(data="${ $secrets.key }")}, use={"secrets": ["key"]})
    assert json.loads(receiver.seen[-1]["body"])["data"] == "⟦secret:key⟧"


def test_an_execution_hears_what_it_emits(engine: Engine) -> None:
    output = engine.run({"e": emit(data=5)}, {"l": listening(data="${ . == 5 }")})
    assert output == [5]


@pytest.mark.parametrize("other", [{"type": "other"}, {"source": "elsewhere"}])
def test_an_event_that_no_task_could_hear_is_not_kept(engine: Engine, other: Json) -> None:
    asks: Json = {"call": "human-task:1.0.0@default", "with": {"title": "t"}}
    running = engine.start(define({"e": emit()}, {"ask": asks}, {"l": listening(**other)}))
    running.open_task()
    assert running.state().unread_events == 0
    running.cancel()
