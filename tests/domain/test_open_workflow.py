"""The shape of a definition, and what of the language is rejected by name."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from domain.findings import Rule
from domain.open_workflow.check import check
from domain.open_workflow.model import Workflow
from tests.domain.checking import DOCUMENT, SET, definition, errors, http, person, pointers

INNER = [{"inner": SET}]
USE = {
    "errors": {"bad": {"type": "https://x.example/bad", "status": 400}},
    "retries": {"often": {"delay": "PT1S", "backoff": {"linear": {}}, "limit": {"attempt": {"count": 3}}}},
    "timeouts": {"short": {"after": {"seconds": 5}}},
    "secrets": ["portal"],
    "functions": {"ask": http()},
    "authentications": {"a": {"basic": {"use": "portal"}}, "b": {"bearer": {"token": "${ $secrets.portal }"}}},
}
TASKS: list[dict[str, Any]] = [
    {"set": {"if": ".x", "set": {"a": 1}, "output": {"as": ".a"}, "export": {"as": {"b": "${ . }"}}}},
    {"whole": {"set": "${ .x }", "metadata": {"anything": 1}}},
    {"do": {"do": [{"inner": {**SET, "then": "exit"}}]}},
    {"switch": {"switch": [{"a": {"when": ".a", "then": "for"}}, {"otherwise": {"then": "end"}}]}},
    {"for": {"for": {"each": "x", "in": ".xs", "at": "i"}, "while": "$x.go", "do": INNER}},
    {"inline": {"for": {"in": [{"a": 1}]}, "do": INNER, "metadata": {"pointsman/parallel": True}}},
    {"fork": {"fork": {"compete": True, "branches": [{"a": {**SET, "then": "end"}}, {"b": {"wait": "PT1S"}}]}}},
    {"wait": {"wait": {"seconds": 1}, "timeout": "short"}},
    {"listen": {"listen": {"to": {"any": [], "until": "length > 2"}, "read": "envelope"}}},
    {"one": {"listen": {"to": {"one": {"with": {"type": "x"}, "correlate": {"c": {"from": ".data.id"}}}}}}},
    {"raise": {"if": ".bad", "raise": {"error": "bad"}}},
    {
        "try": {
            "try": INNER,
            "catch": {
                "errors": {"with": {"status": 5}},
                "as": "e",
                "when": "$e.status",
                "retry": "often",
                "then": "call",
            },
        }
    },
    {"call": http(endpoint="https://x.example/{id}", headers="${ .headers }", redirect=True, output="response")},
    {"secured": http(endpoint={"uri": "${ .uri }", "authentication": {"use": "a"}}, query={"q": "1"})},
    {"openapi": {"call": "openapi", "with": {"document": {"endpoint": "https://x.example/api"}, "operationId": "o"}}},
    {"function": {"call": "ask", "with": {"x": 1}}},
    {"person": person(form={"type": "object"}, dueIn={"days": 1}, candidateGroups="${ .groups }", data="${ . }")},
    {"emit": {"emit": {"event": {"with": {"type": "x", "data": {"a": "${ . }"}, "extra": 1}}}}},
    {"run": {"run": {"workflow": {"namespace": "n", "name": "w", "version": "active", "input": {}}, "await": False}}},
]


def test_a_definition_of_every_kind_of_task_has_no_error() -> None:
    schema = {"schema": {"format": "json", "document": {"type": "object"}}}
    whole = {"input": schema, "output": {"as": "."}, "timeout": {"after": "P1D"}, "evaluate": {"language": "jq"}}
    assert errors(*TASKS, use=USE, **whole) == []


def test_the_model_is_typed() -> None:
    read: Workflow = TypeAdapter(Workflow).validate_python(definition(*TASKS, use=USE, evaluate={"language": "jq"}))
    assert read["document"]["name"] == "sample"
    assert read["evaluate"] == {"language": "jq"}


@pytest.mark.parametrize(
    ("task", "pointer", "name"),
    [
        ({"call": "grpc", "with": {}}, "/call", "call: grpc"),
        ({"call": "asyncapi"}, "/call", "call: asyncapi"),
        ({"call": "a2a"}, "/call", "call: a2a"),
        ({"call": "mcp"}, "/call", "call: mcp"),
        ({"call": "log:1.0.0@elsewhere"}, "/call", "call: log:1.0.0@elsewhere"),
        ({"call": "https://x.example/function.yaml"}, "/call", "call: https://x.example/function.yaml"),
        ({"run": {"container": {}}}, "/run/container", "run: container"),
        ({"run": {"script": {}}}, "/run/script", "run: script"),
        ({"run": {"shell": {}}}, "/run/shell", "run: shell"),
        (
            {"run": {"workflow": {"namespace": "n", "name": "w", "version": "1"}, "return": "none"}},
            "/run/return",
            "run.return",
        ),
        ({"listen": {"to": {"any": []}}, "foreach": {}}, "/foreach", "listen.foreach"),
        ({"listen": {"to": {"any": [], "until": {"one": {}}}}}, "/listen/to/until", "until an event"),
        (
            {**SET, "input": {"schema": {"format": "avro", "document": {}}}},
            "/input/schema/format",
            "schema format avro",
        ),
        ({**SET, "input": {"schema": {"resource": {}}}}, "/input/schema/resource", "schema.resource"),
        (
            http(endpoint={"uri": "https://x.example", "authentication": {"oauth2": {}}}),
            "/with/endpoint/authentication/oauth2",
            "authentication oauth2",
        ),
        (
            {"try": [{"b": SET}], "catch": {"retry": {"backoff": {"linear": {"by": 2}}}}},
            "/catch/retry/backoff/linear",
            "parameters of a backoff",
        ),
    ],
)
def test_what_is_not_run_is_rejected_by_name_with_its_path(task: Any, pointer: str, name: str) -> None:
    (found,) = errors({"a": task})
    assert (found.rule, found.pointer) == (Rule.PROFILE, f"/do/0/a{pointer}")
    assert found.message == f"“{name}” is not supported by Pointsman."


@pytest.mark.parametrize(
    ("top", "pointer", "name"),
    [
        ({"schedule": {"cron": "0 0 * * *"}}, "/schedule", "schedule"),
        ({"evaluate": {"language": "js"}}, "/evaluate/language", "expression language js"),
        ({"evaluate": {"mode": "loose"}}, "/evaluate/mode", "expression mode loose"),
        ({"use": {"catalogs": {"c": {}}}}, "/use/catalogs", "use.catalogs"),
        ({"use": {"extensions": [{}]}}, "/use/extensions", "use.extensions"),
        ({"use": {"authentications": {"a": {"oidc": {}}}}}, "/use/authentications/a/oidc", "authentication oidc"),
        ({"use": {"authentications": {"a": {"digest": {}}}}}, "/use/authentications/a/digest", "authentication digest"),
    ],
)
def test_the_same_holds_for_parts_of_the_whole_workflow(top: Any, pointer: str, name: str) -> None:
    (found,) = errors({"a": SET}, **top)
    assert found.pointer == pointer
    assert found.message == f"“{name}” is not supported by Pointsman."


@pytest.mark.parametrize(
    ("task", "pointer"),
    [
        ("a", ""),
        ({}, ""),
        ({"a": SET, "b": SET}, ""),
        ({"a": 1}, "/a"),
        ({"a": {"sett": {}}}, "/a"),
        ({"a": {**SET, "thn": "end"}}, "/a/thn"),
        ({"a": {**SET, "wait": "PT1S"}}, "/a/wait"),
        ({"a": {"set": 5}}, "/a/set"),
        ({"a": {"set": {}}}, "/a/set"),
        ({"a": {**SET, "if": 5}}, "/a/if"),
        ({"a": {**SET, "if": None}}, "/a/if"),
        ({"a": {**SET, "timeout": {"after": "soon"}}}, "/a/timeout/after"),
        ({"a": {"wait": {"days": 1.5}}}, "/a/wait/days"),
        ({"a": {"wait": {}}}, "/a/wait"),
        ({"a": {"switch": []}}, "/a/switch"),
        ({"a": {"switch": [{"x": {"when": "."}}]}}, "/a/switch/0/x/then"),
        ({"a": {"for": {}, "do": INNER}}, "/a/for/in"),
        ({"a": {"for": {"in": [1]}, "do": INNER}}, "/a/for/in/0"),
        ({"a": {"for": {"in": "."}}}, "/a/do"),
        ({"a": {"fork": {"branches": INNER, "compete": "yes"}}}, "/a/fork/compete"),
        ({"a": {"raise": {"error": {"type": "x"}}}}, "/a/raise/error/status"),
        ({"a": {"raise": {"error": {"type": "no uri", "status": 400}}}}, "/a/raise/error/type"),
        ({"a": {"raise": {"error": {"type": "x", "status": 400, "instance": "no"}}}}, "/a/raise/error/instance"),
        ({"a": {"try": INNER}}, "/a/catch"),
        ({"a": {"try": INNER, "catch": {"errors": {"with": {}}}}}, "/a/catch/errors/with"),
        ({"a": {"try": INNER, "catch": {"errors": {"wiht": {"status": 5}}}}}, "/a/catch/errors/wiht"),
        ({"a": {"try": INNER, "catch": {"retry": {"backoff": {}}}}}, "/a/catch/retry/backoff"),
        ({"a": {"listen": {"to": {}}}}, "/a/listen/to"),
        ({"a": {"listen": {"to": {"one": {"with": {}}}}}}, "/a/listen/to/one/with"),
        ({"a": {"listen": {"to": {"one": {"with": {"type": "x", "time": "noon"}}}}}}, "/a/listen/to/one/with/time"),
        ({"a": {"emit": {"event": {"with": {}}}}}, "/a/emit/event/with/type"),
        ({"a": http(method="brew")}, "/a/with/method"),
        ({"a": http(endpoint="no address")}, "/a/with/endpoint"),
        ({"a": http(headers={"n": 5})}, "/a/with/headers/n"),
        ({"a": http(headers="text")}, "/a/with/headers"),
        ({"a": {**person(), "with": {}}}, "/a/with/title"),
        ({"a": person(candidateGroups=[1])}, "/a/with/candidateGroups/0"),
        ({"a": {"run": {"workflow": {"namespace": "n", "name": "w"}}}}, "/a/run/workflow/version"),
        ({"a/b~c": {"set": 5}}, "/a~1b~0c/set"),
    ],
)
def test_a_mistake_is_told_where_it_is(task: Any, pointer: str) -> None:
    assert pointers(task) == [f"/do/0{pointer}"]


def test_each_mistake_is_told_and_none_hides_another() -> None:
    tasks = [{"a": {"set": 5}}, {"b": {"wait": "soon", "then": "nowhere"}}, {"c": {"do": [{"d": {"cal": "http"}}]}}]
    assert pointers(*tasks) == ["/do/0/a/set", "/do/1/b/wait", "/do/1/b/then", "/do/2/c/do/0/d"]


@pytest.mark.parametrize(
    ("task", "word"),
    [
        ({"call": "htttp"}, "http"),
        ({"swich": []}, "switch"),
        ({**SET, "timout": {}}, "timeout"),
        (http(output="contents"), "content"),
        (http(heders={}), "headers"),
        ({**SET, "then": "exti"}, "exit"),
    ],
)
def test_a_near_miss_is_suggested(task: Any, word: str) -> None:
    (found,) = errors({"a": task})
    assert found.suggestion == f"Did you mean “{word}”?"
    assert found.allowed


def test_an_unknown_property_is_a_finding_about_its_key() -> None:
    (found,) = errors({"a": {**SET, "timout": {}}})
    assert found.at_key


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        (None, "/document"),
        ({**DOCUMENT, "dsl": "99.0.0"}, "/document/dsl"),
        ({**DOCUMENT, "dsl": "1.0"}, "/document/dsl"),
        ({**DOCUMENT, "name": "Not A Label"}, "/document/name"),
        ({**DOCUMENT, "namespace": ""}, "/document/namespace"),
        ({**DOCUMENT, "version": "1"}, "/document/version"),
        ({key: value for key, value in DOCUMENT.items() if key != "version"}, "/document/version"),
    ],
)
def test_the_document_names_the_workflow(document: Any, pointer: str) -> None:
    assert pointers({"a": SET}, document=document) == [pointer]


def test_findings_come_in_the_order_of_the_document() -> None:
    told = check({"do": [{"b": {"set": 5}}, {"a": {"set": 5}}], "document": DOCUMENT, "input": 5})
    assert [each.pointer for each in told] == ["/do/0/b/set", "/do/1/a/set", "/input"]


@pytest.mark.parametrize("wrong", [None, 5, 1.5, "x", "${", [], {}, [5], {"a": 5}, True, [{"a": {"b": []}}]])
def test_a_wrong_type_anywhere_is_an_error_and_never_a_crash(wrong: Any) -> None:
    for key in ("document", "input", "use", "do", "timeout", "output", "evaluate", "schedule"):
        check({**definition({"a": SET}), key: wrong})
    for group in ("authentications", "errors", "functions", "retries", "secrets", "timeouts"):
        check(definition({"a": SET}, use={group: wrong}))
        check(definition({"a": SET}, use={group: {"x": wrong}}))
    for kind in ("set", "do", "switch", "for", "fork", "wait", "listen", "raise", "try", "run", "call", "emit"):
        for extra in ("catch", "with", "metadata", "do", "output"):
            check(definition({"a": {kind: wrong}}, {"b": {kind: wrong, extra: wrong}}))
