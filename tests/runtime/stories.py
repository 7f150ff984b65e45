"""Runs that together use every feature of the engine, for recording and replaying."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from domain.settings import forget_settings
from tests.runtime.echo import echoing
from tests.runtime.engine import Engine, Json, Running, define
from tests.runtime.templates import children_of, publish

ASK: Json = {"call": "human-task:1.0.0@default", "with": {"title": '${ "Ask " + ($item | tostring) }'}}
BAD: Json = {"raise": {"error": {"type": "https://x.example/bad", "status": 503}}}
RETRY: Json = {"delay": {"milliseconds": 5}, "backoff": {"exponential": {}}, "limit": {"attempt": {"count": 2}}}
JITTER = {"from": {"milliseconds": 1}, "to": {"milliseconds": 9}}


def data_and_flow(engine: Engine) -> Running:
    """``set``, ``do``, ``switch``, ``for``, ``if``, ``export``, a pause in a long computation."""
    running = engine.start(
        define(
            {"first": {"set": {"n": "${ .n }"}, "export": {"as": "${ {first: .n} }"}}},
            {"skipped": {"if": "false", "set": {}}},
            {"loop": {"for": {"in": "${ [range(150)] }"}, "do": [{"add": {"set": {"n": "${ .n + $item }"}}}]}},
            {"choose": {"switch": [{"big": {"when": ".n > 100", "then": "inner"}}]}},
            {"never": {"set": {}}},
            {"inner": {"do": [{"out": {"set": "${ . + $context }", "then": "exit"}}, {"not": {"set": {}}}]}},
            output={"as": "${ .n }"},
        ),
        {"n": 1},
    )
    running.result()
    return running


def waiting(engine: Engine) -> Running:
    """``wait``, ``listen``, human tasks one by one and in parallel, timeouts that do and do not strike."""
    many = {"for": {"in": "${ [1, 2] }"}, "do": [{"ask": ASK}], "metadata": {"pointsman/parallel": True}}
    slow = {"l": {"listen": {"to": {"one": {"with": {"type": "never"}}}}, "timeout": {"after": "PT0.05S"}}}
    running = engine.start(
        define(
            {"pause": {"wait": {"milliseconds": 20}}},
            {"many": many},
            {"heard": {"listen": {"to": {"all": [{"with": {"type": "a"}}, {"with": {"type": "b"}}]}}}},
            {"tried": {"try": [slow], "catch": {"do": [{"h": {"set": "${ $error.status }"}}]}}},
            timeout={"after": {"days": 1}},
        )
    )
    running.send(type="b", data=1)
    running.open_task(2)
    running.complete("/do/1/many/do/0/ask", {"n": 2}, visit=2)
    running.complete("/do/1/many/do/0/ask", {"n": 1})
    running.send(type="a", data=2)
    running.result()
    return running


def trouble(engine: Engine) -> Running:
    """``try`` with retries, ``fork`` with a loser, an HTTP call without an answer, a fault at the end."""
    call = {"call": "http", "with": {"method": "get", "endpoint": "http://127.0.0.1:9/"}}
    race = {"fork": {"compete": True, "branches": [{"long": {"wait": {"days": 1}}}, {"short": {"set": {}}}]}}
    running = engine.start(
        define(
            {"race": race},
            {"both": {"fork": {"branches": [{"x": {"set": {}}}, {"y": {"wait": {"milliseconds": 5}}}]}}},
            {
                "retried": {
                    "try": [{"bad": BAD}],
                    "catch": {"retry": {**RETRY, "jitter": JITTER}, "do": [{"h": {"set": {}}}]},
                }
            },
            {"call": {"try": [{"c": call}], "catch": {"as": "e", "do": [{"h": {"set": "${ $e.status }"}}]}}},
            {"end": BAD},
        )
    )
    running.fault()
    return running


def family(engine: Engine) -> Running:
    """A child that completes, one that faults and is caught, one that is left alone."""
    good, bad = publish({"s": {"set": {"n": "${ .n }"}}}), publish({"bad": BAD})
    alone = good.called(input={"n": 3})
    alone["run"]["await"] = False
    execution = publish(
        {"good": good.called(input={"n": 1})},
        {"caught": {"try": [{"bad": bad.called()}], "catch": {}}},
        {"alone": alone},
    ).start({}, {"customer": "c"})
    running = engine.known(execution)
    running.result()
    return running


def cancelled(engine: Engine) -> Running:
    """A run with a child, an open task and a timer that is cancelled."""
    child = publish({"ask": {"call": "human-task:1.0.0@default", "with": {"title": "wait"}}})
    branches = [{"c": child.called()}, {"w": {"wait": {"days": 1}}}, {"p": {**ASK, "with": {"title": "x"}}}]
    execution = publish({"f": {"fork": {"branches": branches}}}).start()
    running = engine.known(execution)
    running.until_child_runs()
    engine.known(children_of(execution)[0].id).open_task()
    running.cancel()
    running.until(lambda state: all(task.ended_at for task in state.tasks))
    running.ended()
    return running


def continued(engine: Engine) -> Running:
    """The last of several runs of one execution, with everything in it that can stand still."""
    call = {"call": "http", "with": {"method": "post", "endpoint": "http://127.0.0.1:9/"}}
    busy = {"for": {"in": "${ [range(12)] }"}, "do": [{"t": {"try": [{"post": call}], "catch": {}}}]}
    hear = {"listen": {"to": {"all": [{"with": {"type": "a"}}, {"with": {"type": "b"}}]}}}
    retry = {"delay": {"seconds": 3}, "limit": {"attempt": {"count": 1}}}
    child = publish({"ask": {"call": "human-task:1.0.0@default", "with": {"title": "wait"}}})
    branches: list[Json] = [
        {"busy": busy},
        {"child": child.called()},
        {"ask": {**ASK, "with": {"title": "x"}}},
        {"hear": hear},
        {"pause": {"wait": {"seconds": 3}}},
        {"again": {"try": [{"bad": BAD}], "catch": {"retry": retry, "do": [{"h": {"set": {"n": 0}}}]}}},
    ]
    tasks: Json = {"f": {"fork": {"branches": branches}, "timeout": {"after": {"days": 1}}}}
    parent = publish(tasks).row()
    running = engine.start(define(tasks), history_limit=25, execution_id=parent)
    running.send(type="b", data=1)
    running.until_child_runs()
    running.until(lambda _: running.has_continued())
    running.send(type="a", data=2)
    running.complete("/do/0/f/fork/branches/2/ask", {"n": 2})
    engine.known(children_of(parent)[0].id).complete("/do/0/ask", {"n": 1})
    running.result()
    return running


OPENAPI: Json = {
    "openapi": "3.0.0",
    "paths": {"/pets/{id}": {"get": {"operationId": "pet", "parameters": [{"name": "id", "in": "path"}]}}},
}


def outside(engine: Engine) -> Running:
    """HTTP and OpenAPI calls, authentication, secrets before and in a call, functions, an event that the run hears."""
    with echoing() as echo, secrets({"portal": {"username": "clerk", "password": "pass-4711"}, "key": "key-77aa"}):
        document = echo.serve("/openapi.json", OPENAPI)
        basic = {"uri": f"{echo.url}/headers", "authentication": {"basic": {"use": "portal"}}}
        computed = {"X-Token": '${ ($secrets.portal.username + ":" + $secrets.key) | @base64 }'}
        emit = {"event": {"with": {"type": "order.paid", "data": "${ . }"}}}
        running = engine.start(
            define(
                {"keep": {"set": {"held": "${ $secrets.key }"}}},
                {"http": {"call": "http", "with": {"method": "get", "endpoint": basic}}},
                {"computed": {"call": "http", "with": {"method": "post", "endpoint": echo.url, "headers": computed}}},
                {
                    "pet": {
                        "call": "openapi",
                        "with": {"document": {"endpoint": document}, "operationId": "pet", "parameters": {"id": 7}},
                    }
                },
                {"double": {"call": "double", "with": {"n": 2}}},
                {"paid": {"emit": emit}},
                {"heard": {"listen": {"to": {"one": {"with": {"type": "order\\..+"}}}}}},
                use={"secrets": ["portal", "key"], "functions": {"double": {"set": {"n": "${ .n * 2 }"}}}},
            )
        )
        running.result()
    return running


OBJECT: Json = {"document": {"type": "object", "required": ["n"]}}
POLICY: Json = {
    "when": "$e.status == 503",
    "exceptWhen": "false",
    "delay": {"milliseconds": 1},
    "backoff": {"linear": {}},
    "limit": {"attempt": {"count": 2, "duration": "PT1M"}, "duration": "PT1H"},
}
FUNCTIONS: Json = {
    "outer": {"call": "inner", "with": {"n": "${ .n + 1 }"}},
    "inner": {"do": [{"s": {"set": {"n": "${ .n * 2 }"}}}]},
}
USE: Json = {
    "errors": {"bad": BAD["raise"]["error"]},
    "retries": {"twice": POLICY},
    "timeouts": {"day": {"after": "P1D"}},
    "functions": FUNCTIONS,
}


def details(engine: Engine) -> Running:
    """Schemas, ``while`` and ``at``, parts by name, limits of retries, bounded loops, ``until``, jumps, ``end``."""
    shaped = {"input": {"schema": OBJECT, "from": "{n: .n}"}, "output": {"schema": OBJECT, "as": "{n: .n}"}}
    handled = {"as": "e", "when": "$e.status == 503", "exceptWhen": "false", "errors": {"with": {"status": 503}}}
    caught = {**handled, "retry": "twice", "do": [{"h": {"set": {"s": "${ $e.status }"}}}], "then": "bounded"}
    few = {"pointsman/parallel": True, "pointsman/maxConcurrency": 2}
    order = {"with": {"type": "item", "data": "${ .n > 0 }"}, "correlate": {"order": {"from": ".data.order"}}}
    until = {"to": {"any": [order], "until": "(map(.data.n) | add) > 2"}, "read": "envelope"}
    form = {"type": "object", "required": ["ok"]}
    asked = {"title": "Look", "candidateGroups": ["ops"], "dueIn": {"days": 2}, "form": form}
    tasks: list[Json] = [
        {"shaped": {**shaped, "set": "${ $input }", "export": {"as": "{n: $output.n}"}, "timeout": "day"}},
        {
            "some": {
                "for": {"each": "x", "at": "i", "in": [{"v": 1}, {"v": 2}, {"v": 3}]},
                "while": "$i < 2",
                "do": [{"t": {"set": {"n": "${ $x.v + $i }"}}}],
            }
        },
        {"named": {"try": [{"bad": {"raise": {"error": "bad"}}}], "catch": caught}},
        {"never": {"set": {"n": 0}}},
        {"bounded": {"metadata": few, "for": {"in": "[1, 2, 3]"}, "do": [{"w": {"wait": "PT0.001S"}}]}},
        {"until": {"listen": until}},
        {"any": {"listen": {"to": {"any": [{"with": {"type": "a"}}, {"with": {"type": "b"}}]}}}},
        {"ask": {"call": "human-task:1.0.0@default", "with": asked, "output": {"as": "{n: ($context.n + 1)}"}}},
        {"called": {"call": "outer", "export": {"as": "{n: .n}"}}},
        {"again": {"switch": [{"more": {"when": ".n < 20", "then": "called"}}, {"enough": {"then": "last"}}]}},
        {"inside": {"do": [{"out": {"set": {"n": "${ $context.n }"}, "then": "end"}}]}},
        {"last": {"set": "${ . }", "then": "inside"}},
    ]
    around = {"schema": OBJECT, "from": "{n: .n, more: true}"}
    running = engine.start(
        define(*tasks, use=USE, input=around, output={"schema": OBJECT, "as": "{n: .n}"}), {"n": 1, "rest": 2}
    )
    for number in (1, 0, 2):
        running.send(type="item", data={"n": number, "order": "o1"})
    running.send(type="item", data={"n": 9, "order": "o2"})
    running.send(type="b", data=1)
    running.open_task()
    running.complete("/do/7/ask", {"ok": True})
    running.result()
    return running


@contextmanager
def secrets(values: Json) -> Iterator[None]:
    """Workers of this process have these secrets until the end of the block."""
    with TemporaryDirectory() as directory, pytest.MonkeyPatch.context() as patch:
        file = Path(directory) / "secrets.json"
        file.write_text(json.dumps(values))
        patch.setenv("POINTSMAN_SECRETS_FILE", str(file))
        forget_settings()
        yield
    forget_settings()


STORIES: dict[str, Callable[[Engine], Running]] = {
    story.__name__: story for story in (data_and_flow, waiting, trouble, family, cancelled, continued, outside, details)
}
