"""``for`` and ``fork``."""

from runtime.contracts import TaskStatus
from tests.runtime.engine import Engine, define

PARALLEL = {"pointsman/parallel": True}


def test_each_turn_gets_the_output_of_the_one_before(engine: Engine) -> None:
    loop = {"for": {"each": "n", "in": ".numbers", "at": "i"}, "do": [{"add": {"set": "${ . + {($n): $i} }"}}]}
    assert engine.run({"loop": loop}, given={"numbers": ["a", "b"]}) == {"numbers": ["a", "b"], "a": 0, "b": 1}


def test_item_and_index_are_the_default_names(engine: Engine) -> None:
    loop = {"for": {"in": "${ [5, 6] }"}, "do": [{"add": {"set": "${ . + [[$item, $index]] }"}}]}
    assert engine.run({"loop": loop}, given=[]) == [[5, 0], [6, 1]]


def test_an_inline_list_may_be_iterated(engine: Engine) -> None:
    loop = {"for": {"in": [{"n": 1}, {"n": 2}]}, "do": [{"add": {"set": "${ . + $item.n }"}}]}
    assert engine.run({"loop": loop}, given=0) == 3


def test_while_ends_the_iteration(engine: Engine) -> None:
    loop = {"for": {"in": "${ [1, 2, 3] }"}, "while": "${ . < 3 }", "do": [{"add": {"set": "${ . + $item }"}}]}
    assert engine.run({"loop": loop}, given=0) == 3


def test_exit_ends_one_turn_only(engine: Engine) -> None:
    body = [{"add": {"set": "${ . + 1 }", "then": "exit"}}, {"never": {"set": "${ 1000 }"}}]
    assert engine.run({"loop": {"for": {"in": "${ [1, 2] }"}, "do": body}}, given=0) == 2


def test_nothing_to_iterate_hands_on_the_input(engine: Engine) -> None:
    assert engine.run({"loop": {"for": {"in": "${ [] }"}, "do": [{"a": {"set": 1}}]}}, given="in") == "in"


def test_iterating_something_else_is_an_expression_fault(engine: Engine) -> None:
    fault = engine.fault({"loop": {"for": {"in": "${ 5 }"}, "do": [{"a": {"set": 1}}]}})
    assert fault["type"].endswith("/expression")


def test_parallel_items_get_the_same_input_and_give_a_list_in_item_order(engine: Engine) -> None:
    ask = {"call": "human-task:1.0.0@default", "with": {"title": "${ $who }"}}
    loop = {"metadata": PARALLEL, "for": {"each": "who", "in": "${ .people }"}, "do": [{"ask": ask}]}
    running = engine.start(define({"loop": loop}), {"people": ["x", "y"]})
    assert [task.title for task in running.open_task(2)] == ["x", "y"]
    running.complete("/do/0/loop/do/0/ask", {"answer": 2}, visit=2)
    running.complete("/do/0/loop/do/0/ask", {"answer": 1}, visit=1)
    assert running.result() == [{"answer": 1}, {"answer": 2}]


def test_max_concurrency_bounds_how_many_run(engine: Engine) -> None:
    ask = {"call": "human-task:1.0.0@default", "with": {"title": "ask"}}
    metadata = {**PARALLEL, "pointsman/maxConcurrency": 2}
    loop = {"metadata": metadata, "for": {"in": "${ [1, 2, 3] }"}, "do": [{"ask": ask}]}
    running = engine.start(define({"loop": loop}))
    running.open_task(2)
    running.complete("/do/0/loop/do/0/ask", {"n": 1}, visit=1)
    assert [task.visit for task in running.open_task(2)] == [2, 3]
    running.complete("/do/0/loop/do/0/ask", {"n": 2}, visit=2)
    running.complete("/do/0/loop/do/0/ask", {"n": 3})
    assert running.result() == [{"n": 1}, {"n": 2}, {"n": 3}]


def test_fork_gives_the_outputs_in_branch_order(engine: Engine) -> None:
    slow = {"do": [{"wait": {"wait": {"milliseconds": 50}}}, {"s": {"set": "slow"}}]}
    assert engine.run({"f": {"fork": {"branches": [{"slow": slow}, {"fast": {"set": "fast"}}]}}}) == ["slow", "fast"]


def test_a_fault_in_one_branch_faults_the_fork_and_cancels_the_others(engine: Engine) -> None:
    branches = [{"long": {"wait": {"days": 1}}}, {"bad": {"raise": {"error": {"type": "x", "status": 9}}}}]
    running = engine.start(define({"f": {"fork": {"branches": branches}}}))
    assert running.fault()["instance"] == "/do/0/f/fork/branches/1/bad"
    assert running.statuses()[1:] == [("long", TaskStatus.CANCELLED), ("bad", TaskStatus.FAULTED)]


def test_competing_branches_give_the_winner_and_cancel_the_losers(engine: Engine) -> None:
    branches = [{"long": {"wait": {"days": 1}}}, {"short": {"set": "won"}}]
    running = engine.start(define({"f": {"fork": {"compete": True, "branches": branches}}}))
    assert running.result() == "won"
    assert ("long", TaskStatus.CANCELLED) in running.statuses()


def test_end_in_a_branch_ends_the_workflow(engine: Engine) -> None:
    branches = [{"long": {"wait": {"days": 1}}}, {"last": {"set": "out", "then": "end"}}]
    assert engine.run({"f": {"fork": {"branches": branches}}}, {"never": {"set": 1}}) == "out"
