"""More runs for recording and replaying: what the first stories leave out of the language."""

from collections.abc import Callable
from typing import Any

from domain.ids import new_id
from services.switch_off_template import switch_off_template
from storage.database import transaction
from storage.shared_tables import ServiceRequestTaskGroup
from tests.runtime.echo import echoing
from tests.runtime.engine import Engine, Json, Running, define
from tests.runtime.stories import ASK, BAD, OPENAPI, secrets
from tests.runtime.templates import ACTOR, children_of, publish

_OPEN: Json = {"call": "human-task:1.0.0@default", "with": {"title": "wait"}}
_LOST: Json = {"call": "http", "with": {"method": "post", "endpoint": "http://127.0.0.1:9/"}}
_PARALLEL = {"pointsman/parallel": True}


def _swallowed(task: Json) -> Json:
    return {"try": [{"it": task}], "catch": {}}


def _task_groups(count: int) -> list[str]:
    """Ids of task groups that the backend has made."""
    groups = [ServiceRequestTaskGroup(id=new_id()) for _ in range(count)]
    with transaction() as session:
        session.add_all(groups)
        return [group.id for group in groups]


def bearer(engine: Engine) -> Running:
    """Bearer tokens out of ``$secrets`` in every way, other parts of requests, other shapes of answers."""
    with echoing() as echo, secrets({"token": "tok-8c1f2e", "parts": {"token": "tok-77aa31"}}):
        document = echo.serve("/openapi.json", OPENAPI)

        def call(path: str, policy: Any, method: str = "get", **more: Any) -> Json:
            endpoint = {"uri": echo.url + path, "authentication": policy}
            return {"call": "http", "with": {"method": method, "endpoint": endpoint, **more}}

        secret = {"bearer": {"use": "token"}}
        pet = {"document": {"endpoint": document}, "operationId": "pet", "parameters": {"id": 7}}
        form = {"headers": {"Content-Type": "application/x-www-form-urlencoded"}, "body": {"n": "${ .n }"}}
        told = "${ [$authorization.scheme, $runtime.name, $task.name, ($workflow.input | length)] }"
        running = engine.start(
            define(
                {"computed": call("/headers", {"bearer": {"token": "${ $secrets.token }"}})},
                {"whole": call("/headers", secret, query={"q": [1, 2]}, output="response")},
                {"part": {**call("/{n}", {"bearer": {"use": "parts"}}), "input": {"from": "{n: 200}"}}},
                {"named": {**call("/text", {"use": "known"}, "post", **form, output="raw"), "output": {"as": told}}},
                {"moved": call("/301", {"basic": {"username": "a", "password": "b"}}, "head", redirect=True)},
                {"pet": {"call": "openapi", "with": {**pet, "authentication": secret, "output": "response"}}},
                {"refused": _swallowed(call("/401", secret, "put", body="text"))},
                {"undeclared": _swallowed(call("/headers", {"bearer": {"use": "absent"}}))},
                {"last": {"set": {"held": "${ $secrets.parts }"}}},
                use={"secrets": ["token", "parts"], "authentications": {"known": secret}},
            ),
            {"n": 1},
        )
        running.result()
        return running


def subflows(engine: Engine) -> Running:
    """Sub-workflows of the version that is active: named, with context and task group, in parallel, cut short, gone."""
    quick = publish({"s": {"set": {"n": "${ .n }"}}})
    slow = publish({"ask": _OPEN})
    metadata = {"pointsman/context": {"part": "${ $item }"}, "pointsman/name": '${ "Part " + ($item | tostring) }'}
    each = {
        **quick.called("active", input={"n": "${ $item }"}),
        "metadata": {**metadata, "pointsman/taskGroup": "${ .groups[$index] }"},
    }
    alone = quick.called("active", input={"n": 9})
    alone["run"]["await"] = False
    off = publish({"s": {"set": {"n": 0}}})
    parent = publish(
        {"many": {"for": {"in": "${ [1, 2] }"}, "do": [{"each": each}], "metadata": _PARALLEL}},
        {"active": quick.called("active", input={"n": 1})},
        {"latest": {**quick.called("latest"), "input": {"from": "{n: 2}"}}},
        {"late": _swallowed({**slow.called("active"), "timeout": {"after": "PT1S"}})},
        {"gone": _swallowed(off.called("active"))},
        {"alone": alone},
    )
    switch_off_template(off.template_id, actor=ACTOR, seen_active_id=off.version_id, reason="test")
    running = engine.known(parent.start({"groups": _task_groups(2)}, {"customer": "c"}))
    running.result()
    return running


def corners(engine: Engine) -> Running:
    """Cases of every task that come up seldom, up to ``end`` from inside a branch."""
    never = {
        "when": "false",
        "delay": {"milliseconds": 1},
        "backoff": {"constant": {}},
        "limit": {"attempt": {"count": 3}},
    }
    constant = {"delay": "PT0.001S", "backoff": {"constant": {}}, "limit": {"attempt": {"count": 1}}}
    passed = {"try": [{"bad": BAD}], "catch": {"errors": {"with": {"status": 404}}, "do": [{"no": {"set": {}}}]}}
    error = {"type": "https://x.example/{n}", "status": 409, "title": "${ .title }", "detail": "d", "instance": "/x"}
    told = {"raise": {"error": error}}
    same = {
        "type": "https://x.example/{n}",
        "status": 409,
        "detail": "d",
        "title": BAD["raise"]["error"]["type"],
        "instance": "/do/7/told/try/0/r",
    }
    event = {
        "id": "e1",
        "source": "/here",
        "type": "said",
        "time": "2026-01-01T00:00:00Z",
        "subject": "s",
        "datacontenttype": "application/json",
        "dataschema": "https://x.example/s",
        "data": {"n": 1},
    }
    gave_up = {"try": [{"bad": BAD}], "catch": {"retry": never}}
    known = {"with": {"type": "order\\..+"}, "correlate": {"order": {"from": ".data.order", "expect": "${ .order }"}}}
    asked = {"title": "Look", "description": "d", "assignee": "a", "priority": "high", "data": "${ {n: 1} }"}
    ask = {"call": "human-task:1.0.0@default", "with": {**asked, "due": "2031-05-01T12:00:00+02:00"}}
    ended = [{"stop": {"set": {"stopped": True}, "then": "end"}}]
    running = engine.start(
        define(
            {"data": {"set": {"order": "o1", "title": "T"}, "export": {"as": ".", "schema": {"document": {}}}}},
            {"jumped": {"if": "${ .order == null }", "set": {}, "then": "never"}},
            {"none": {"switch": [{"no": {"when": "${ false }", "then": "never"}}], "then": "empty"}},
            {"never": {"set": {}}},
            {"empty": {"for": {"in": "${ null }"}, "do": [{"n": {"set": {}}}]}},
            {
                "outer": {
                    "try": [{"passed": passed}],
                    "catch": {"as": "e", "retry": constant, "do": [{"h": {"set": {}}}]},
                }
            },
            {"given": {"try": [{"up": gave_up}], "catch": {"do": [{"h": {"set": {"title": "${ $error.type }"}}}]}}},
            {"told": {"try": [{"r": told}], "catch": {"errors": {"with": same}, "exceptWhen": "$error.status == 404"}}},
            {"zero": {"wait": {"seconds": 0}}},
            {"computed": {"wait": '${ "PT0.0" + (1 | tostring) + "S" }'}},
            {"order": {"input": {"from": '{order: "o1"}'}, "listen": {"to": {"one": known}, "read": "raw"}}},
            {"any": {"listen": {"to": {"any": []}, "read": "data"}}},
            {"ask": ask},
            {"said": {"emit": {"event": {"with": event}}}},
            {"heard": {"listen": {"to": {"one": {"with": event}}}, "timeout": {"after": {"hours": 1, "minutes": 1}}}},
            {
                "late": {
                    "try": [{"w": {"wait": {"days": 1}, "timeout": "soon"}}],
                    "catch": {"errors": {"with": {"status": 408}}},
                }
            },
            {"race": {"fork": {"branches": [{"long": {"wait": {"days": 1}}}, {"out": {"do": ended}}]}}},
            {"after": {"set": {}}},
            use={"timeouts": {"soon": {"after": "PT0.05S"}}},
            timeout={"after": "P1D"},
            evaluate={"language": "jq", "mode": "strict"},
        )
    )
    running.send(type="order.paid", data={"order": "o2"})
    running.send(type="order.paid", data={"order": "o1"})
    running.open_task()
    running.complete("/do/12/ask", {"ok": True})
    running.result()
    return running


def continued_scopes(engine: Engine) -> Running:
    """The last run of an execution that went on inside parallel items, functions, recoveries, races and children."""
    busy = {"for": {"in": "${ [range(24)] }"}, "do": [{"t": _swallowed(_LOST)}]}
    some = {"pointsman/parallel": True, "pointsman/maxConcurrency": 2}
    many = {"for": {"in": "${ [1, 2, 3] }"}, "do": [{"ask": ASK}], "metadata": some}
    until = {"to": {"any": [{"with": {"type": "n"}, "correlate": {"o": {"from": ".data.o"}}}], "until": "length == 2"}}
    recover = {"try": [{"bad": BAD}], "catch": {"do": [{"rest": {"wait": {"seconds": 2}}}]}}
    race = {"fork": {"compete": True, "branches": [{"long": {"wait": {"days": 1}}}, {"asked": _OPEN}]}}
    child = publish({"ask": _OPEN})
    branches: list[Json] = [
        {"busy": busy},
        {"many": many},
        {"until": {"listen": until}},
        {"recover": recover},
        {"race": race},
        {"called": {"call": "rest"}},
        {"late": _swallowed({"wait": {"days": 1}, "timeout": {"after": "PT2S"}})},
        {"child": child.called("active")},
    ]
    tasks: Json = {"f": {"fork": {"branches": branches}}}
    use: Json = {"functions": {"rest": {"do": [{"asked": _OPEN}, {"done": {"set": "${ . }"}}]}}}
    running = engine.start(
        define(tasks, use=use), history_limit=25, execution_id=(parent := publish(tasks, use=use).row())
    )
    at = "/do/0/f/fork/branches"
    running.open_task(4)
    running.send(type="n", data={"o": 1})
    running.until_child_runs()
    running.until(lambda _: running.has_continued())
    running.send(type="n", data={"o": 1})
    running.complete(f"{at}/1/many/do/0/ask", {"n": 1}, visit=1)
    running.open_task(4)
    for visit in (3, 2):
        running.complete(f"{at}/1/many/do/0/ask", {"n": visit}, visit=visit)
    running.complete(f"{at}/4/race/fork/branches/1/asked", {"n": 4})
    running.complete(f"{at}/5/called/do/0/asked", {"n": 5})
    engine.known(children_of(parent)[0].id).complete("/do/0/ask", {"n": 6})
    running.result()
    return running


MORE_STORIES: dict[str, Callable[[Engine], Running]] = {
    story.__name__: story for story in (bearer, subflows, corners, continued_scopes)
}
