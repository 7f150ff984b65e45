"""Where the flow goes: ``then``, ``switch``, ``do``, ``raise`` (specification: *Flow Directive*)."""

import pytest

from runtime.contracts import TaskStatus
from tests.runtime.engine import Engine, Json, define

ADD: Json = {"set": {"seen": "${ (.seen // []) + [$task.name] }"}}


def visited(engine: Engine, *tasks: Json) -> object:
    output = engine.run(*tasks)
    assert isinstance(output, dict)
    return output["seen"]


def test_tasks_run_in_the_order_of_the_list(engine: Engine) -> None:
    assert visited(engine, {"a": ADD}, {"b": ADD}) == ["a", "b"]


def test_then_leads_to_a_named_task(engine: Engine) -> None:
    assert visited(engine, {"a": {**ADD, "then": "c"}}, {"b": ADD}, {"c": ADD}) == ["a", "c"]


def test_then_may_lead_back(engine: Engine) -> None:
    again = {"switch": [{"more": {"when": "${ (.seen | length) < 3 }", "then": "a"}}]}
    assert visited(engine, {"a": ADD}, {"again": again}) == ["a", "a", "a"]


def test_exit_leaves_only_its_own_scope(engine: Engine) -> None:
    inner = {"do": [{"a": {**ADD, "then": "exit"}}, {"b": ADD}]}
    assert visited(engine, {"outer": inner}, {"c": ADD}) == ["a", "c"]


def test_end_ends_the_whole_workflow(engine: Engine) -> None:
    inner = {"do": [{"a": {**ADD, "then": "end"}}, {"b": ADD}]}
    assert visited(engine, {"outer": inner}, {"c": ADD}) == ["a"]


def test_the_workflow_output_is_shaped_after_an_end(engine: Engine) -> None:
    ended = {"a": {"set": {"x": 1}, "then": "end"}}
    assert engine.run(ended, {"b": {"set": {}}}, output={"as": "${ {got: .x} }"}) == {"got": 1}


def test_a_switch_takes_the_first_case_that_matches(engine: Engine) -> None:
    cases = [{"one": {"when": ".n > 1", "then": "b"}}, {"two": {"when": ".n > 0", "then": "c"}}]
    tasks = ({"s": {"switch": cases}}, {"b": {"set": "b", "then": "end"}}, {"c": {"set": "c"}})
    assert engine.run(*tasks, given={"n": 2}) == "b"
    assert engine.run(*tasks, given={"n": 1}) == "c"


def test_a_switch_takes_the_default_only_when_nothing_matches_wherever_it_stands(engine: Engine) -> None:
    cases = [{"otherwise": {"then": "end"}}, {"one": {"when": ".n == 1", "then": "b"}}]
    tasks = ({"s": {"switch": cases}}, {"b": {"set": "b"}})
    assert engine.run(*tasks, given={"n": 1}) == "b"
    assert engine.run(*tasks, given={"n": 2}) == {"n": 2}


def test_a_switch_without_a_match_goes_on(engine: Engine) -> None:
    assert engine.run({"s": {"switch": [{"one": {"when": ".n", "then": "end"}}]}}, {"b": {"set": "b"}}, given={}) == "b"


def test_a_raised_error_faults_the_workflow_with_its_task_as_instance(engine: Engine) -> None:
    error = {"type": "https://x.example/e", "status": 422, "title": "No", "detail": '${ "not " + .what }'}
    fault = engine.fault({"d": {"do": [{"r": {"raise": {"error": error}}}]}}, given={"what": "this"})
    assert fault == {**error, "detail": "not this", "instance": "/do/0/d/do/0/r"}


def test_an_error_may_be_raised_by_its_name(engine: Engine) -> None:
    error = {"type": "https://x.example/e", "status": 422}
    assert engine.fault({"r": {"raise": {"error": "no"}}}, use={"errors": {"no": error}})["status"] == 422


@pytest.mark.parametrize(
    "task",
    [{"emit": {}}, {"call": "grpc"}, {"run": {"shell": {}}}, {"then": "nowhere", "set": 1}, {"unheard": 1}],
    ids=lambda task: next(iter(task)),
)
def test_what_the_engine_does_not_run_is_a_configuration_fault(engine: Engine, task: Json) -> None:
    fault = engine.fault({"a": task})
    assert (fault["type"].rsplit("/", 1)[1], fault["instance"]) == ("configuration", "/do/0/a")


def test_the_state_tells_every_visit_with_its_status(engine: Engine) -> None:
    failing = {"do": [{"ok": {"set": 1}}, {"bad": {"raise": {"error": {"type": "x", "status": 1}}}}]}
    running = engine.start(define({"skipped": {"if": "false", "set": 1}}, {"outer": failing}, {"never": {"set": 1}}))
    running.fault()
    assert running.statuses() == [
        ("skipped", TaskStatus.SKIPPED),
        ("outer", TaskStatus.FAULTED),
        ("ok", TaskStatus.COMPLETED),
        ("bad", TaskStatus.FAULTED),
    ]
    last = running.state().tasks[-1]
    assert (last.reference, last.kind, last.visit) == ("/do/1/outer/do/1/bad", "raise", 1)
    assert last.started_at.endswith("Z")
    assert last.ended_at is not None


def test_a_long_computation_pauses_and_completes(engine: Engine) -> None:
    count = {"for": {"in": "${ [range(700)] }"}, "do": [{"add": {"set": "${ . + 1 }"}}]}
    assert engine.run({"count": count}, given=0) == 700
