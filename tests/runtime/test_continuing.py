"""A run whose history grows long goes on in another run, from every place at which one of its branches stood."""

import time
from typing import Any

import pytest
from temporalio.client import WorkflowFailureError
from temporalio.exceptions import CancelledError

from runtime.contracts import TaskStatus
from tests.runtime.engine import Engine, Json, Running, define
from tests.runtime.templates import children_of, publish

LIMIT = 15
POST: Json = {"call": "http", "with": {"method": "post", "endpoint": "http://127.0.0.1:9/"}}
ASK: Json = {"call": "human-task:1.0.0@default", "with": {"title": "ask"}}
BAD: Json = {"raise": {"error": {"type": "https://x.example/bad", "status": 503}}}


def busy(turns: int, **more: Any) -> Json:
    """A task that makes about five events of history in each turn and counts its turns in ``n``."""
    count = {"set": {"n": "${ (.n // 0) + 1 }"}}
    call = {"try": [{"post": POST}], "catch": {}}
    return {"for": {"in": f"${{ [range({turns})] }}"}, "do": [{"call": call}, {"count": count}], **more}


def beside(task: Json, turns: int = 6, **fork: Any) -> Json:
    """A task beside a busy one."""
    return {"f": {"fork": {"branches": [{"it": task}, {"busy": busy(turns)}], **fork}}}


def start(engine: Engine, *tasks: Json, given: Any = None, **top: Any) -> Running:
    return engine.start(define(*tasks, **top), given, history_limit=LIMIT)


def until_continued(running: Running) -> None:
    running.until(lambda _: running.has_continued())


def test_a_loop_goes_on_where_it_stood_however_deep_it_is(engine: Engine) -> None:
    after = {"set": {"n": "${ .n }", "exported": "${ $context }"}}
    deep = {"do": [{"before": {"set": {"n": 5}}}, {"t": {"try": [{"loop": busy(9)}], "catch": {}}}, {"after": after}]}
    running = start(engine, {"one": {"set": {}, "export": {"as": "${ 7 }"}}}, {"deep": deep})
    assert running.result() == {"n": 14, "exported": 7}
    assert running.has_continued()


def test_what_the_run_began_with_stays(engine: Engine) -> None:
    running = start(
        engine,
        {"first": {"set": {"at": "${ $workflow.startedAt.iso8601 }"}, "export": {"as": "."}}},
        {"loop": busy(6)},
        {"last": {"set": {"same": "${ $context.at == $workflow.startedAt.iso8601 }", "raw": "${ $workflow.input }"}}},
        given={"x": 1},
    )
    assert running.result() == {"same": True, "raw": {"x": 1}}
    assert running.has_continued()


def test_an_open_human_task_stays_open_and_is_completed_later(engine: Engine) -> None:
    running = start(engine, beside(ASK))
    (before,) = running.open_task()
    until_continued(running)
    assert running.open_task() == [before]
    running.complete("/do/0/f/fork/branches/0/it", {"ok": True})
    assert running.result()[0] == {"ok": True}


def test_a_human_task_that_was_completed_meanwhile_is_not_asked_again(engine: Engine) -> None:
    many = {"for": {"in": "${ [range(4)] }"}, "do": [{"ask": ASK}], "metadata": {"pointsman/parallel": True}}
    running = start(engine, beside(many, 10))
    running.open_task(4)
    for visit in (2, 4, 1, 3):
        running.complete("/do/0/f/fork/branches/0/it/do/0/ask", {"visit": visit}, visit)
    output = running.result()
    assert output == [[{"visit": 1}, {"visit": 2}, {"visit": 3}, {"visit": 4}], {"n": 10}]
    assert running.has_continued()


def test_no_event_is_lost_and_none_is_heard_twice(engine: Engine) -> None:
    each = {"listen": {"to": {"one": {"with": {"type": "n"}}}}, "output": {"as": "${ $input + . }"}}
    hear = {"for": {"in": "${ [range(20)] }"}, "do": [{"hear": each}], "input": {"from": "${ [] }"}}
    running = start(engine, beside(hear, 10))
    for number in range(20):
        running.send(type="n", data=number)
    assert running.result()[0] == list(range(20))
    assert running.has_continued()


def test_what_a_listen_task_has_heard_and_learned_stays(engine: Engine) -> None:
    same_order = {"with": {"type": "a"}, "correlate": {"order": {"from": ".data.order"}}}
    until = {"listen": {"to": {"any": [same_order], "until": "length == 3"}}}
    running = start(engine, beside(until))
    running.send(type="a", data={"order": 1})
    running.until(lambda state: state.unread_events == 0)
    until_continued(running)
    for order in (2, 1, 1):
        running.send(type="a", data={"order": order})
    assert running.result()[0] == [{"order": 1}] * 3


def test_a_timer_keeps_its_end(engine: Engine) -> None:
    began = time.monotonic()
    running = start(engine, beside({"wait": {"seconds": 3}}, 12))
    assert running.result()[1] == {"n": 12}
    assert running.has_continued()
    assert time.monotonic() - began >= 3


def test_a_timeout_strikes_at_its_time(engine: Engine) -> None:
    slow = {"do": [{"ask": ASK}], "timeout": {"after": {"seconds": 3}}}
    running = start(engine, beside(slow))
    fault = running.fault()
    assert (fault["status"], fault["instance"]) == (408, "/do/0/f/fork/branches/0/it")
    assert running.has_continued()


def test_the_workflow_times_out_across_runs(engine: Engine) -> None:
    running = start(engine, beside(ASK), timeout={"after": {"seconds": 3}})
    assert running.fault()["status"] == 408
    assert running.has_continued()


def test_a_pause_before_a_retry_and_its_count_stay(engine: Engine) -> None:
    retry = {"delay": {"seconds": 2}, "limit": {"attempt": {"count": 1}}}
    tried = {"try": [{"bad": BAD}], "catch": {"retry": retry, "do": [{"h": {"set": "${ $error.status }"}}]}}
    running = start(engine, beside(tried, 10))
    assert running.result()[0] == 503
    assert running.has_continued()
    attempts = [task.attempts for task in running.state().tasks if task.kind == "try" and task.name == "it"]
    assert attempts == [2]


def test_an_error_handler_goes_on_with_its_error(engine: Engine) -> None:
    handled = {"try": [{"bad": BAD}], "catch": {"do": [{"loop": busy(6)}, {"h": {"set": "${ $error.status }"}}]}}
    running = start(engine, {"t": handled})
    assert running.result() == 503
    assert running.has_continued()


def test_a_branch_that_has_ended_does_not_run_again(engine: Engine) -> None:
    running = start(engine, beside({"set": {"once": "${ $task.startedAt.epoch.milliseconds }"}}))
    running.result()
    assert running.has_continued()
    assert [task.visit for task in running.state().tasks if task.name == "it"] == [1]


def test_the_fault_of_a_branch_cancels_those_that_stand_still(engine: Engine) -> None:
    branches = [{"ask": ASK}, {"fails": {"do": [{"loop": busy(6)}, {"bad": BAD}]}}]
    running = start(engine, {"f": {"fork": {"branches": branches}}})
    assert running.fault()["instance"] == "/do/0/f/fork/branches/1/fails/do/1/bad"
    assert ("ask", TaskStatus.CANCELLED) in running.statuses()


def test_a_race_is_won_across_runs(engine: Engine) -> None:
    running = start(engine, beside(ASK, compete=True))
    assert running.result() == {"n": 6}
    assert running.has_continued()


def test_parallel_items_go_on_within_their_bound(engine: Engine) -> None:
    metadata = {"pointsman/parallel": True, "pointsman/maxConcurrency": 2}
    each = [{"loop": busy(4)}, {"who": {"set": "${ $item }"}}]
    running = start(engine, {"many": {"for": {"in": "${ [1, 2, 3] }"}, "do": each, "metadata": metadata}})
    assert running.result() == [1, 2, 3]
    assert running.has_continued()


def test_the_trace_tells_of_all_runs(engine: Engine) -> None:
    running = start(engine, {"first": {"set": {"n": 1}}}, {"loop": busy(6)})
    running.result()
    assert running.has_continued()
    tasks = running.state().tasks
    assert [task.name for task in tasks if task.kind != "call"][:2] == ["first", "loop"]
    assert all(task.ended_at for task in tasks)
    detail = running.task("/do/0/first")
    assert detail is not None
    assert (detail.data.output, detail.definition) == ({"n": 1}, {"set": {"n": 1}})


def test_the_output_of_a_sub_workflow_arrives_in_a_later_run(engine: Engine) -> None:
    child = publish({"ask": ASK})
    running = start_stored(engine, beside(child.called()))
    running.until_child_runs()
    until_continued(running)
    engine.known(only_child(running)).complete("/do/0/ask", {"ein": "1"})
    assert running.result()[0] == {"ein": "1"}


def test_the_fault_of_a_sub_workflow_arrives_in_a_later_run(engine: Engine) -> None:
    child = publish({"ask": ASK}, {"bad": BAD})
    running = start_stored(engine, beside(child.called()))
    running.until_child_runs()
    until_continued(running)
    engine.known(only_child(running)).complete("/do/0/ask", {})
    fault = running.fault()
    assert (fault["status"], fault["instance"], fault["cause"]) == (503, "/do/0/f/fork/branches/0/it", "/do/1/bad")


def test_cancelling_reaches_a_sub_workflow_of_an_earlier_run(engine: Engine) -> None:
    child = publish({"ask": ASK})
    running = start_stored(engine, beside(child.called()))
    running.until_child_runs()
    until_continued(running)
    running.cancel()
    running.ended()
    with pytest.raises(WorkflowFailureError) as failure:
        engine.known(only_child(running)).result()
    assert isinstance(failure.value.cause, CancelledError)


def start_stored(engine: Engine, *tasks: Json) -> Running:
    """Start a stored definition, which sub-workflows need, so that it continues as new early."""
    return engine.start(define(*tasks), history_limit=LIMIT, execution_id=publish(*tasks).row())


def only_child(running: Running) -> str:
    (child,) = children_of(running.handle.id)
    return child.id
