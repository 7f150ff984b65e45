"""Hostile definitions: they harm themselves only."""

import logging
import re
import time

import pytest
from temporalio.client import WorkflowHandle

from tests.runtime.child_processes import all_children, children
from tests.runtime.engine import Engine, Json, define


def test_an_endless_expression_fails_its_workflow_task_and_others_go_on(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    bad = engine.start(define({"a": {"set": {"x": "${ def f: f; f }"}}}))
    assert engine.run({"a": {"set": {"x": 1}}}) == {"x": 1}
    with caplog.at_level(logging.CRITICAL):
        assert _first_failure(engine, bad.handle) == "The expression took more than 1 s: def f: f; f"
    engine.portal.call(bad.handle.terminate)


def test_five_endless_expressions_at_once_hold_up_others_for_about_a_second_and_then_hardly(engine: Engine) -> None:
    assert engine.run({"a": {"set": {"x": "${ 1 + 1 }"}}}) == {"x": 2}
    all_children()
    bad = [engine.start(define({"a": {"set": {"x": f"${{ until({n} < 0; .) }}"}}})) for n in range(5)]
    began = time.monotonic()
    assert engine.run({"a": {"set": {"x": "${ 1 + 1 }"}}}) == {"x": 2}
    assert engine.run({"a": {"set": {"x": "${ 2 + 2 }"}}}) == {"x": 4}
    assert time.monotonic() - began < 5, "0.5 s where the machine has nothing else to do"
    for run in bad:
        engine.portal.call(run.handle.terminate)


def test_a_run_goes_on_when_its_expression_comes_good(engine: Engine) -> None:
    assert engine.run({"a": {"set": {"x": "${ 5 + 5 }"}}}) == {"x": 10}
    for child in children():
        child.suspend()
    stuck = engine.start(define({"a": {"set": {"x": "${ 5 + 5 }"}}}))
    assert _first_failure(engine, stuck.handle) == "The expression took more than 1 s: 5 + 5"
    assert stuck.result() == {"x": 10}


def test_slow_expressions_in_a_row_are_told_by_name_before_temporal_speaks_of_a_deadlock(engine: Engine) -> None:
    slow = {f"x{number}": f"${{ [range(200000 + {number})] | length }}" for number in range(60)}
    bad = engine.start(define({"a": {"set": slow}}))
    assert "without a pause after others that took " in _first_failure(engine, bad.handle)
    engine.portal.call(bad.handle.terminate)


def test_a_schema_that_takes_for_ever_fails_its_workflow_task_alone(engine: Engine) -> None:
    tree = {"anyOf": [{"type": "array", "minItems": 1, "items": {"$ref": "#"}}] * 2}
    value: Json = {"v": []}
    for _ in range(30):
        value = {"v": [value["v"]]}
    bad = engine.start(define({"a": {"set": "${ .v }", "output": {"schema": {"document": tree}}}}), value)
    failure = _first_failure(engine, bad.handle)
    assert re.match(r"The check against a schema (took more than 1 s|needed more memory than it may use)", failure)
    assert engine.run({"a": {"set": {"x": 1}}}) == {"x": 1}
    engine.portal.call(bad.handle.terminate)


def test_an_endless_loop_without_a_wait_leaves_time_for_others(engine: Engine) -> None:
    bad = engine.start(define({"a": {"set": {"x": 1}, "then": "a"}}))
    for number in range(5):
        assert engine.run({"a": {"set": "${ . }"}}, given=number) == number
    engine.portal.call(bad.handle.terminate)


def test_an_output_that_temporal_would_not_take_is_a_fault_with_a_sentence(engine: Engine) -> None:
    fault = engine.fault({"a": {"set": {"x": '${ "x" * 2000000 }'}}})
    assert "bytes" in fault["detail"]


def test_a_schema_with_a_slow_pattern_or_a_foreign_reference_does_no_harm(engine: Engine) -> None:
    slow = {"schema": {"document": {"type": "string", "pattern": "^(a+)+$"}}}
    assert engine.fault({"a": {"set": "${ . }"}}, given="a" * 5000 + "!", input=slow)["type"].endswith("/validation")
    foreign = {"schema": {"document": {"$ref": "http://127.0.0.1:9/schema.json"}}}
    assert "another document" in engine.fault({"a": {"set": {}}}, input=foreign)["detail"]


def _first_failure(engine: Engine, handle: WorkflowHandle[object, object]) -> str:
    async def look() -> str:
        async for event in handle.fetch_history_events(wait_new_event=True):
            if event.HasField("workflow_task_failed_event_attributes"):
                return event.workflow_task_failed_event_attributes.failure.message
        raise AssertionError("the workflow task never failed")

    return engine.portal.call(look)
