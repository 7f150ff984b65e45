"""``listen``: events by signal."""

from typing import Any

import pytest

from domain.errors import NotAllowed
from runtime.contracts import TaskStatus
from services.send_event import send_event
from tests.runtime.engine import Engine, Running, define
from tests.runtime.templates import publish


def listening(engine: Engine, given: Any = None, read: str = "data", **to: Any) -> Running:
    return engine.start(define({"l": {"listen": {"to": to, "read": read}}}), given)


def test_one_event_gives_a_list_of_its_data(engine: Engine) -> None:
    running = listening(engine, one={"with": {"type": "paid"}})
    running.until(lambda state: bool(state.tasks) and state.tasks[0].status is TaskStatus.WAITING)
    running.send(type="other", data={"n": 1})
    running.send(type="paid", data={"n": 2})
    assert running.result() == [{"n": 2}]


def test_an_event_that_came_before_its_listener_is_kept_and_read_once(engine: Engine) -> None:
    wait = {"l1": {"listen": {"to": {"one": {"with": {"type": "go"}}}}}}
    first = {"l2": {"listen": {"to": {"one": {"with": {"type": "paid"}}}}, "export": {"as": "${ {first: .[0]} }"}}}
    second = {
        "l3": {"listen": {"to": {"one": {"with": {"type": "paid"}}}}, "output": {"as": "${ [$context.first, .[0]] }"}}
    }
    running = engine.start(define(wait, first, second))
    running.send(type="paid", data=1)
    running.until(lambda state: state.unread_events == 1)
    running.send(type="go")
    running.until(lambda state: state.tasks[-1].name == "l3")
    running.send(type="paid", data=2)
    assert running.result() == [1, 2]


def test_the_envelope_may_be_read(engine: Engine) -> None:
    running = listening(engine, read="envelope", one={"with": {"type": "paid"}})
    running.send(type="paid", source="shop", data=1)
    assert running.result() == [{"type": "paid", "source": "shop", "data": 1}]


def test_a_filter_on_data_is_a_condition_on_the_data(engine: Engine) -> None:
    running = listening(engine, one={"with": {"type": "t", "data": "${ .temperature > 38 }"}})
    running.send(type="t", data={"temperature": 37})
    running.send(type="t", data={"temperature": 39})
    assert running.result() == [{"temperature": 39}]


def test_a_correlation_compares_what_the_event_says_with_what_the_input_expects(engine: Engine) -> None:
    correlate = {"number": {"from": "${ .data.number }", "expect": "${ .number }"}}
    running = listening(engine, {"number": 7}, one={"with": {"type": "decided"}, "correlate": correlate})
    running.send(type="decided", data={"number": 6, "ok": False})
    running.send(type="decided", data={"number": 7, "ok": True})
    assert running.result() == [{"number": 7, "ok": True}]


def test_all_waits_for_every_event_in_any_order(engine: Engine) -> None:
    running = listening(engine, all=[{"with": {"type": "a"}}, {"with": {"type": "b"}}])
    running.send(type="b", data=1)
    running.send(type="b", data=2)
    running.send(type="a", data=3)
    assert running.result() == [1, 3]


def test_a_correlation_without_expectation_holds_to_the_first_value(engine: Engine) -> None:
    correlate = {"order": {"from": ".data.order"}}
    running = listening(engine, any=[{"with": {"type": "a"}, "correlate": correlate}], until="${ length == 2 }")
    for order in (1, 2, 1):
        running.send(type="a", data={"order": order})
    assert running.result() == [{"order": 1}, {"order": 1}]


def test_any_takes_the_first_that_matches_one_of_the_filters(engine: Engine) -> None:
    running = listening(engine, any=[{"with": {"type": "a"}}, {"with": {"type": "b"}}])
    running.send(type="b", data=1)
    assert running.result() == [1]


def test_any_without_filters_takes_every_event_until_the_condition_holds(engine: Engine) -> None:
    running = listening(engine, any=[], until="${ length > 1 }")
    running.send(type="x", data=1)
    running.send(type="y", data=2)
    assert running.result() == [1, 2]


def test_two_branches_share_the_events_without_taking_one_twice(engine: Engine) -> None:
    branch = {"listen": {"to": {"one": {"with": {"type": "a"}}}}}
    running = engine.start(define({"f": {"fork": {"branches": [{"x": branch}, {"y": branch}]}}}))
    running.send(type="a", data=1)
    running.send(type="a", data=2)
    assert running.result() == [[1], [2]]


def test_an_attribute_may_be_a_pattern_that_matches_as_a_whole(engine: Engine) -> None:
    running = listening(engine, one={"with": {"type": "order\\.(paid|billed)"}})
    for kind in ("order.paid.v2", "orderXpaid", "order.billed"):
        running.send(type=kind, data=kind)
    assert running.result() == ["order.billed"]


def test_more_unread_events_than_are_kept_are_dropped_and_counted(engine: Engine) -> None:
    running = listening(engine, one={"with": {"type": "go"}})
    large = "x" * 500_000
    for number in range(4):
        running.send(type="noise", data=[number, large])
    state = running.until(lambda state: state.dropped_events > 0)
    assert (state.unread_events, state.dropped_events) == (3, 1)


def test_what_somebody_waits_for_arrives_however_many_events_are_unread(engine: Engine) -> None:
    running = listening(engine, all=[{"with": {"type": "go"}}, {"with": {"type": "on"}}])
    running.until(lambda state: any(task.status == "WAITING" for task in state.tasks))
    for kind in ("noise", "noise", "noise", "on", "noise", "go"):
        running.send(type=kind, data=[kind, "x" * 500_000])
    assert [heard[0] for heard in running.result()] == ["on", "go"]
    state = running.state()
    assert (state.unread_events, state.dropped_events) in {(3, 1), (4, 0)}  # 0: the last two arrived at once


def test_sending_to_a_run_that_takes_no_more_events_is_refused_with_a_sentence(engine: Engine) -> None:
    ask = {"call": "human-task:1.0.0@default", "with": {"title": "ask"}}
    execution = publish({"ask": ask}, {"l": {"listen": {"to": {"one": {"with": {"type": "go"}}}}}}).start()
    running = engine.known(execution)
    for _ in range(3):
        running.send(type="noise", data="x" * 500_000)
    running.until(lambda state: not state.takes_events)
    with pytest.raises(NotAllowed, match="takes no more"):
        send_event(execution, {"type": "go"}, actor="test")
    running.cancel()
