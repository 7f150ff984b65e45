"""``try``, ``catch`` and ``retry``, and timeouts."""

import time
from typing import Any

import pytest

from tests.runtime.engine import Engine, Json, define

BAD: Json = {"type": "https://x.example/bad", "status": 503, "title": "Bad"}
RAISE: Json = {"bad": {"raise": {"error": BAD}}}


def attempt(*tasks: Any, **catch: Any) -> Json:
    return {"t": {"try": list(tasks), "catch": catch}}


def test_a_caught_error_is_handled_and_the_flow_goes_on(engine: Engine) -> None:
    handled = {"h": {"set": "${ {title: $error.title, at: $error.instance, in: .n} }"}}
    output = engine.run(attempt(RAISE, do=[handled]), {"after": {"set": "${ . + {after: true} }"}}, given={"n": 1})
    assert output == {"title": "Bad", "at": "/do/0/t/try/0/bad", "in": 1, "after": True}


def test_the_error_has_the_name_that_as_gives_it(engine: Engine) -> None:
    assert engine.run(attempt(RAISE, **{"as": "problem", "do": [{"h": {"set": "${ $problem.status }"}}]})) == 503


def test_without_error_the_output_of_the_tasks_is_handed_on(engine: Engine) -> None:
    assert engine.run(attempt({"ok": {"set": 1}}, do=[{"h": {"set": 2}}])) == 1


def test_a_caught_error_without_handler_hands_on_the_input(engine: Engine) -> None:
    assert engine.run(attempt(RAISE), given="in") == "in"


@pytest.mark.parametrize(
    "catch",
    [
        {"errors": {"with": {"status": 500}}},
        {"when": "${ $error.status == 1 }"},
        {"exceptWhen": "${ $error.status == 503 }"},
    ],
    ids=["errors", "when", "exceptWhen"],
)
def test_an_error_that_is_not_meant_goes_through(engine: Engine, catch: Json) -> None:
    assert engine.fault(attempt(RAISE, **catch))["status"] == 503


@pytest.mark.parametrize(
    "uri",
    [
        "https://open-workflow-specification.org/spec/1.0.0/errors/expression",
        "https://serverlessworkflow.io/spec/1.0.0/errors/expression",
        "https://open-workflow-specification.org/dsl/errors/types/expression",
    ],
)
def test_standard_error_types_are_compared_in_all_their_spellings(engine: Engine, uri: str) -> None:
    failing = {"x": {"set": "${ 1 | .a }"}}
    assert engine.run(attempt(failing, errors={"with": {"type": uri}}, do=[{"h": {"set": "caught"}}])) == "caught"


def test_catch_then_leads_on_after_an_error_only(engine: Engine) -> None:
    tasks = (attempt(RAISE, do=[{"h": {"set": "handled"}}], then="end"), {"never": {"set": "went on"}})
    assert engine.run(*tasks) == "handled"
    assert engine.run(attempt({"ok": {"set": 1}}, then="end"), {"next": {"set": "went on"}}) == "went on"


def test_a_retry_runs_the_tasks_again_until_they_succeed(engine: Engine) -> None:
    count = {"count": {"set": 0, "export": {"as": "${ {n: (($context.n // 0) + 1)} }"}}}
    fail = {"fail": {"if": "${ $context.n < 3 }", **RAISE["bad"]}}
    running = engine.start(define(attempt(count, fail, retry={"delay": {"milliseconds": 1}})))
    assert running.result() == 0
    assert running.state().tasks[0].attempts == 3


def test_attempt_count_is_the_number_of_retries_and_then_the_handler_runs(engine: Engine) -> None:
    count = {"count": {"set": 0, "export": {"as": "${ {n: (($context.n // 0) + 1)} }"}}}
    retry = {"delay": {"milliseconds": 1}, "limit": {"attempt": {"count": 2}}}
    assert engine.run(attempt(count, RAISE, retry=retry, do=[{"h": {"set": "${ $context.n }"}}])) == 3


def test_an_exhausted_retry_without_handler_raises_the_error(engine: Engine) -> None:
    assert engine.fault(attempt(RAISE, retry={"limit": {"attempt": {"count": 0}}}))["status"] == 503


def test_a_retry_policy_may_have_a_name_and_conditions(engine: Engine) -> None:
    use = {"retries": {"never": {"when": "${ $error.status == 1 }", "delay": {"days": 1}}}}
    assert engine.run(attempt(RAISE, retry="never", do=[{"h": {"set": "gave up"}}]), use=use) == "gave up"


def test_the_duration_limit_ends_retrying(engine: Engine) -> None:
    retry = {"delay": {"seconds": 1}, "backoff": {"exponential": {}}, "limit": {"duration": {"milliseconds": 500}}}
    assert engine.run(attempt(RAISE, retry=retry, do=[{"h": {"set": "gave up"}}])) == "gave up"


def test_a_task_that_takes_too_long_is_a_timeout_fault_of_that_task(engine: Engine) -> None:
    fault = engine.fault({"slow": {"wait": {"days": 1}, "timeout": {"after": {"milliseconds": 50}}}})
    assert (fault["type"].rsplit("/", 1)[1], fault["status"], fault["instance"]) == ("timeout", 408, "/do/0/slow")


def test_a_timeout_can_be_caught(engine: Engine) -> None:
    slow = {"slow": {"do": [{"w": {"wait": {"days": 1}}}], "timeout": "short"}}
    use = {"timeouts": {"short": {"after": "PT0.05S"}}}
    assert engine.run(attempt(slow, do=[{"h": {"set": "${ $error.status }"}}]), use=use) == 408


def test_the_workflow_itself_may_time_out(engine: Engine) -> None:
    fault = engine.fault({"slow": {"wait": {"days": 1}}}, timeout={"after": {"milliseconds": 50}})
    assert (fault["status"], fault["instance"]) == (408, "/")


def test_wait_waits(engine: Engine) -> None:
    began = time.monotonic()
    assert engine.run({"w": {"wait": "PT0.2S"}}, given="in") == "in"
    assert time.monotonic() - began >= 0.2
