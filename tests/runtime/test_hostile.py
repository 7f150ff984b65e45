"""Hostile definitions: they harm themselves only."""

import logging

import pytest
from temporalio.client import WorkflowHandle

from tests.runtime.engine import Engine, define


def test_an_endless_expression_fails_its_workflow_task_and_others_go_on(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    bad = engine.start(define({"a": {"set": {"x": "${ def f: f; f }"}}}))
    assert engine.run({"a": {"set": {"x": 1}}}) == {"x": 1}
    with caplog.at_level(logging.CRITICAL):
        assert _first_failure(engine, bad.handle) == "The expression took more than 1 s: def f: f; f"
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
