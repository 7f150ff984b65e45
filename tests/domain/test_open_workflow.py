"""The first check of a definition."""

from typing import Any

import pytest

from domain.open_workflow import Problem, problems_of

DOCUMENT: dict[str, Any] = {"dsl": "1.0.3", "namespace": "tests", "name": "sample", "version": "1.0.0"}
HUMAN_TASK = "human-task:1.0.0@default"


def problems(*tasks: Any, **top: Any) -> list[Problem]:
    return problems_of({"document": DOCUMENT, **top, "do": list(tasks)})


def pointers(*tasks: Any, **top: Any) -> list[str]:
    return [problem.pointer for problem in problems(*tasks, **top)]


def test_a_definition_of_every_kind_of_task_has_no_problem() -> None:
    tasks = [
        {"set": {"if": ".x", "set": {"a": 1}, "output": {"as": ".a"}, "export": {"as": {"b": "${ . }"}}}},
        {"do": {"do": [{"inner": {"set": {}, "then": "exit"}}]}},
        {"switch": {"switch": [{"a": {"when": ".a", "then": "for"}}, {"otherwise": {"then": "end"}}]}},
        {"for": {"for": {"each": "x", "in": ".xs", "at": "i"}, "while": ".go", "do": [{"inner": {"set": {}}}]}},
        {"fork": {"fork": {"compete": True, "branches": [{"a": {"set": {}, "then": "end"}}, {"b": {"wait": "PT1S"}}]}}},
        {"wait": {"wait": {"seconds": 1}, "timeout": "short"}},
        {"listen": {"listen": {"to": {"any": [], "until": "length > 2"}, "read": "envelope"}}},
        {"raise": {"raise": {"error": "bad"}}},
        {
            "try": {
                "try": [{"a": {"set": {}}}],
                "catch": {"errors": {"with": {"status": 5}}, "retry": "often", "then": "call"},
            }
        },
        {"call": {"call": "http", "with": {"method": "get", "endpoint": "https://x.example/{id}"}}},
        {"person": {"call": HUMAN_TASK, "with": {"title": "Do it", "form": {"type": "object"}, "dueIn": {"days": 1}}}},
        {
            "run": {
                "run": {"workflow": {"namespace": "n", "name": "w", "version": "active", "input": {}}, "await": False}
            }
        },
    ]
    use = {
        "errors": {"bad": {"type": "https://x.example/bad", "status": 400}},
        "retries": {"often": {"delay": "PT1S", "backoff": {"linear": {}}, "limit": {"attempt": {"count": 3}}}},
        "timeouts": {"short": {"after": {"seconds": 5}}},
        "secrets": ["portal"],
    }
    schema = {"schema": {"format": "json", "document": {"type": "object"}}}
    assert problems(*tasks, use=use, input=schema, output={"as": "."}, timeout={"after": "P1D"}) == []


@pytest.mark.parametrize(
    ("task", "pointer", "name"),
    [
        ({"emit": {"event": {}}}, "/emit", "emit"),
        ({"call": "grpc", "with": {}}, "/call", "call: grpc"),
        ({"call": "openapi"}, "/call", "call: openapi"),
        ({"call": "asyncapi"}, "/call", "call: asyncapi"),
        ({"call": "a2a"}, "/call", "call: a2a"),
        ({"call": "mcp"}, "/call", "call: mcp"),
        ({"call": "log:1.0.0@elsewhere"}, "/call", "call: log:1.0.0@elsewhere"),
        ({"run": {"container": {}}}, "/run/container", "run: container"),
        ({"run": {"script": {}}}, "/run/script", "run: script"),
        ({"run": {"shell": {}}}, "/run/shell", "run: shell"),
        ({"listen": {"to": {"any": []}}, "foreach": {}}, "/foreach", "listen.foreach"),
        ({"listen": {"to": {"any": [], "until": {"one": {}}}}}, "/listen/to/until", "until an event"),
        ({"set": {"x": "${ $secrets.key }"}}, "/set/x", "$secrets"),
        ({"set": {"x": "${ $authorization }"}}, "/set/x", "$authorization"),
        ({"set": {}, "input": {"schema": {"format": "avro"}}}, "/input/schema/format", "schema format avro"),
        ({"set": {}, "input": {"schema": {"resource": {}}}}, "/input/schema/resource", "schema.resource"),
        (
            {"call": "http", "with": {"method": "get", "endpoint": {"uri": "https://x.example", "authentication": {}}}},
            "/with/endpoint/authentication",
            "authentication of an endpoint",
        ),
    ],
)
def test_what_is_not_run_is_rejected_by_name_with_its_path(task: Any, pointer: str, name: str) -> None:
    (found,) = problems({"a": task})
    assert found == Problem(f"/do/0/a{pointer}", f"“{name}” is not supported by Pointsman.")


@pytest.mark.parametrize(
    ("top", "name"),
    [
        ({"schedule": {"cron": "0 0 * * *"}}, "schedule"),
        ({"evaluate": {"language": "js"}}, "expression language js"),
        ({"evaluate": {"mode": "loose"}}, "expression mode loose"),
        ({"use": {"functions": {"f": {}}}}, "use.functions"),
        ({"use": {"catalogs": {"c": {}}}}, "use.catalogs"),
        ({"use": {"extensions": [{}]}}, "use.extensions"),
        ({"use": {"authentications": {"a": {}}}}, "use.authentications"),
    ],
)
def test_the_same_holds_for_parts_of_the_whole_workflow(top: Any, name: str) -> None:
    assert [problem.message for problem in problems({"a": {"set": {}}}, **top)] == [
        f"“{name}” is not supported by Pointsman."
    ]


@pytest.mark.parametrize(
    ("tasks", "pointer"),
    [
        ([], "/do"),
        ([{"a": {"set": {}}}, {"a": {"set": {}}}], "/do/1/a"),
        ([{"end": {"set": {}}}], "/do/0/end"),
        ([{"a": {"set": {}}, "b": {"set": {}}}], "/do/0"),
        (["a"], "/do/0"),
        ([{"a": 1}], "/do/0/a"),
        ([{"a": {"sett": {}}}], "/do/0/a"),
        ([{"a": {"set": {}, "thn": "end"}}], "/do/0/a/thn"),
        ([{"a": {"set": 5}}], "/do/0/a/set"),
        ([{"a": {"set": {}, "then": "b"}}], "/do/0/a/then"),
        ([{"a": {"do": [{"b": {"set": {}, "then": "a"}}]}}], "/do/0/a/do/0/b/then"),
        ([{"a": {"set": {}, "if": 5}}], "/do/0/a/if"),
        ([{"a": {"set": {}, "timeout": "none"}}], "/do/0/a/timeout"),
        ([{"a": {"set": {}, "timeout": {"after": "soon"}}}], "/do/0/a/timeout/after"),
        ([{"a": {"wait": {"days": -1}}}], "/do/0/a/wait"),
        ([{"a": {"switch": []}}], "/do/0/a/switch"),
        ([{"a": {"switch": [{"x": {"then": "end"}}, {"y": {"then": "end"}}]}}], "/do/0/a/switch/1/y"),
        ([{"a": {"for": {}, "do": [{"b": {"set": {}}}]}}], "/do/0/a/for"),
        ([{"a": {"for": {"in": "."}}}], "/do/0/a/do"),
        (
            [{"a": {"fork": {"branches": [{"b": {"set": {}, "then": "c"}}, {"c": {"set": {}}}]}}}],
            "/do/0/a/fork/branches/0/b/then",
        ),
        ([{"a": {"raise": {"error": "none"}}}], "/do/0/a/raise/error"),
        ([{"a": {"raise": {"error": {"type": "x"}}}}], "/do/0/a/raise/error/status"),
        ([{"a": {"try": [{"b": {"set": {}}}]}}], "/do/0/a/catch"),
        ([{"a": {"try": [{"b": {"set": {}}}], "catch": {"retry": "none"}}}], "/do/0/a/catch/retry"),
        ([{"a": {"listen": {"to": {}}}}], "/do/0/a/listen/to"),
        ([{"a": {"listen": {"to": {"one": {"with": {}}}}}}], "/do/0/a/listen/to/one/with"),
        ([{"a": {"call": "http", "with": {"method": "get", "endpoint": "ftp://x"}}}], "/do/0/a/with/endpoint"),
        ([{"a": {"call": "http", "with": {"method": "brew", "endpoint": "http://x"}}}], "/do/0/a/with/method"),
        ([{"a": {"call": HUMAN_TASK, "with": {}}}], "/do/0/a/with/title"),
        ([{"a": {"call": HUMAN_TASK, "with": {"title": "x", "form": {"type": "x"}}}}], "/do/0/a/with/form"),
        ([{"a": {"run": {"workflow": {"namespace": "n", "name": "w"}}}}], "/do/0/a/run/workflow/version"),
        ([{"a/b~c": {"set": 5}}], "/do/0/a~1b~0c/set"),
    ],
)
def test_a_mistake_is_told_where_it_is(tasks: Any, pointer: str) -> None:
    assert pointers(*tasks) == [pointer]


def test_a_near_miss_is_suggested() -> None:
    assert "Did you mean “http”?" in problems({"a": {"call": "htttp"}})[0].message
    assert "Did you mean “switch”?" in problems({"a": {"swich": []}})[0].message
    assert "Did you mean “timeout”?" in problems({"a": {"set": {}, "timout": {}}})[0].message


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        (None, "/document"),
        ({**DOCUMENT, "dsl": "99.0.0"}, "/document/dsl"),
        ({**DOCUMENT, "name": "Not A Label"}, "/document/name"),
        ({**DOCUMENT, "namespace": ""}, "/document/namespace"),
        ({key: value for key, value in DOCUMENT.items() if key != "version"}, "/document/version"),
    ],
)
def test_the_document_names_the_workflow(document: Any, pointer: str) -> None:
    assert pointers({"a": {"set": {}}}, document=document) == [pointer]


@pytest.mark.parametrize("wrong", [None, 5, "x", [], {}, [5], {"a": 5}, True])
def test_a_wrong_type_anywhere_is_a_problem_and_never_a_crash(wrong: Any) -> None:
    for key in ("document", "input", "use", "do", "timeout", "output", "evaluate"):
        problems_of({"document": DOCUMENT, "do": [{"a": {"set": {}}}], key: wrong})
    for kind in ("set", "do", "switch", "for", "fork", "wait", "listen", "raise", "try", "run", "call", "emit"):
        for extra in ("catch", "with", "metadata", "do", "output"):
            problems({"a": {kind: wrong}}, {"b": {kind: wrong, extra: wrong}})
