"""Workers killed in the middle of every construct: each run ends as if nothing had happened."""

import contextlib
import json
import random
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from domain.errors import PointsmanError
from domain.json_types import JsonObject
from domain.vocabulary import ExecutionStatus
from runtime.contracts import OpenTask
from services.complete_task import complete_task
from services.get_tree import get_tree
from services.list_executions import ExecutionFilter, list_executions
from services.read_run import read_end, read_tasks
from services.send_event import send_event
from tests.faults.killing.facts import eventually, settled
from tests.faults.killing.stack import Stack, running_stack
from tests.runtime.engine import Json
from tests.runtime.templates import Published, publish

RUNS, KILLS = 4, 5
ASK: Json = {"call": "human-task:1.0.0@default", "with": {"title": "ask"}}
BAD: Json = {"raise": {"error": {"type": "https://x.example/bad", "status": 503}}}
POST: Json = {"call": "http", "with": {"method": "post", "endpoint": "http://127.0.0.1:9/"}}
EXPECTED: JsonObject = {
    "turns": 40,
    "asked": {"answer": 1},
    "heard": ["a", "b"],
    "paused": {},
    "retried": 503,
    "child": {"answer": 2},
    "many": [1, 2, 3],
    "race": "won",
}

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def stack(scratch: Path) -> Iterator[Stack]:
    with running_stack(scratch / "kills-of-workers") as stack, stack.configured():
        yield stack


BUSY: Json = {"t": {"try": [{"post": POST}], "catch": {}}}
COUNT: Json = {"n": {"set": {"n": "${ (.n // 0) + 1 }"}}}
HEAR: Json = {"listen": {"to": {"all": [{"with": {"type": "a"}}, {"with": {"type": "b"}}]}}, "output": {"as": "sort"}}
RETRY: Json = {"delay": {"seconds": 1}, "limit": {"attempt": {"count": 4}}}
CAUGHT: Json = {"retry": RETRY, "do": [{"h": {"set": "${ $error.status }"}}]}
EACH: Json = {"do": [{"w": {"wait": {"milliseconds": 300}}}, {"s": {"set": "${ $item }"}}]}
ONE_BY_ONE: Json = {"pointsman/parallel": True, "pointsman/maxConcurrency": 1}
SHORT: Json = {"do": [{"before": {"wait": {"seconds": 2}}}, {"won": {"set": '${ "won" }'}}]}


def everything() -> Published:
    """A definition with all that can be under way when a worker dies; its output has a member for each."""
    branches: Json = {
        "turns": {"for": {"in": "${ [range(40)] }"}, "do": [BUSY, COUNT], "output": {"as": ".n"}},
        "asked": ASK,
        "heard": HEAR,
        "paused": {"wait": {"seconds": 4}},
        "retried": {"try": [{"bad": BAD}], "catch": CAUGHT},
        "child": publish({"ask": ASK}).called(),
        "many": {"for": {"in": "${ [1, 2, 3] }"}, "do": [{"each": EACH}], "metadata": ONE_BY_ONE},
        "race": {"fork": {"compete": True, "branches": [{"long": {"wait": {"days": 1}}}, {"short": SHORT}]}},
    }
    named = f"[{json.dumps(list(branches))}, .] | transpose | map({{key: .[0], value: .[1]}}) | from_entries"
    fork = {"branches": [{name: task} for name, task in branches.items()]}
    return publish({"f": {"fork": fork, "output": {"as": named}}})


def open_tasks(execution: str) -> list[OpenTask]:
    """What waits for a person; nothing while no worker answers."""
    with contextlib.suppress(PointsmanError):
        return read_tasks(execution).open_tasks
    return []


def is_answered(execution: str, answer: int) -> bool:
    """Complete the one human task of a run, as soon as it is open and a worker answers; true once it is done."""
    for task in open_tasks(execution):
        with contextlib.suppress(PointsmanError):
            complete_task(execution, task.reference, {"answer": answer}, actor="test")
            return True
    return False


def answered(executions: Sequence[str], answer: int) -> None:
    for execution in executions:
        eventually(partial(is_answered, execution, answer), 60, f"{execution} takes an answer")


def waiting() -> set[str]:
    """The executions that the list knows to wait for a person."""
    return {row.id for row in list_executions(ExecutionFilter(waiting=True)).rows}


def only_child(execution: str) -> str | None:
    children = [member.id for member in get_tree(execution).members if member.parent_id == execution]
    assert len(children) < 2
    return children[0] if children else None


def test_runs_end_as_if_no_worker_had_died(stack: Stack) -> None:
    stack.start("worker")
    executions = [everything().start({}) for _ in range(RUNS)]
    for number in range(KILLS):
        time.sleep(random.uniform(1, 3))  # no fixed moment: the kill must fall anywhere in what the worker does
        for execution in executions if number in (1, 3) else ():
            kind = "ab"[number // 2]
            send_event(execution, {"type": kind, "data": kind}, actor="test")
        stack.kill("worker")
        stack.start("worker")
    children = [eventually(partial(only_child, each), 60, "its child") for each in executions]
    eventually(lambda: waiting() == {*executions, *children}, 60, "all that ask a person wait")
    answered(executions, 1)
    stack.kill("worker")
    stack.start("worker")
    eventually(lambda: waiting() == {*children}, 60, "what was answered waits no more")
    answered(children, 2)
    for execution in executions:
        settled(execution, ExecutionStatus.COMPLETED)
        assert read_end(execution).result == EXPECTED
    assert waiting() == set()
