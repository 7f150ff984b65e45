"""``use.functions``: tasks that are called by name."""

from tests.runtime.engine import Engine, Json, define
from tests.runtime.test_continuing import LIMIT, busy

ADD: Json = {"set": {"sum": "${ .a + .b }"}}


def test_a_function_gets_its_arguments_as_input(engine: Engine) -> None:
    call = {"call": "add", "with": {"a": "${ .n }", "b": 2}}
    assert engine.run({"c": call}, given={"n": 1}, use={"functions": {"add": ADD}}) == {"sum": 3}


def test_without_arguments_a_function_gets_the_input_of_the_task(engine: Engine) -> None:
    call = {"call": "add", "input": {"from": "${ .inner }"}}
    assert engine.run({"c": call}, given={"inner": {"a": 1, "b": 1}}, use={"functions": {"add": ADD}}) == {"sum": 2}


def test_a_function_has_its_own_condition_input_output_and_export(engine: Engine) -> None:
    function = {
        "input": {"schema": {"document": {"required": ["a"]}}, "from": "${ {a, b: 10} }"},
        **ADD,
        "output": {"as": "${ .sum }"},
        "export": {"as": {"was": "${ . }"}},
    }
    functions = {"add": function, "skipped": {"if": "false", **ADD}}
    tasks: list[Json] = [{"c": {"call": "add", "with": {"a": 1}}}, {"s": {"call": "skipped", "with": {"kept": 1}}}]
    output = engine.run(*tasks, use={"functions": functions}, output={"as": "${ [., $context] }"})
    assert output == [{"kept": 1}, {"was": 11}]


def test_arguments_that_do_not_fit_the_schema_are_a_fault_of_the_calling_task(engine: Engine) -> None:
    function = {"input": {"schema": {"document": {"required": ["a"]}}}, **ADD}
    fault = engine.fault({"c": {"call": "add", "with": {"b": 1}}}, use={"functions": {"add": function}})
    assert fault["type"].endswith("/validation")
    assert fault["instance"] == "/do/0/c"


def test_a_timeout_of_a_function_holds(engine: Engine) -> None:
    function = {"wait": {"hours": 1}, "timeout": {"after": {"milliseconds": 10}}}
    assert engine.fault({"c": {"call": "slow"}}, use={"functions": {"slow": function}})["type"].endswith("/timeout")


def test_a_function_sees_none_of_the_variables_around_the_call(engine: Engine) -> None:
    loop = {"for": {"in": "[1]"}, "do": [{"c": {"call": "peek", "with": {}}}]}
    fault = engine.fault({"l": loop}, use={"functions": {"peek": {"set": "${ $item }"}}})
    assert fault["type"].endswith("/expression")


def test_what_runs_inside_has_references_below_the_calling_task(engine: Engine) -> None:
    steps = {"do": [{"bad": {"raise": {"error": {"type": "https://x.example/bad", "status": 500}}}}]}
    assert engine.fault({"c": {"call": "steps"}}, use={"functions": {"steps": steps}})["instance"] == "/do/0/c/do/0/bad"


def test_functions_call_functions(engine: Engine) -> None:
    functions = {"outer": {"do": [{"i": {"call": "add", "with": {"a": "${ .x }", "b": 1}}}]}, "add": ADD}
    assert engine.run({"c": {"call": "outer", "with": {"x": 4}}}, use={"functions": functions}) == {"sum": 5}


def test_a_function_that_calls_itself_for_ever_is_a_fault(engine: Engine) -> None:
    fault = engine.fault({"c": {"call": "again"}}, use={"functions": {"again": {"call": "again"}}})
    assert "deep" in fault["detail"]
    assert fault["instance"] == "/do/0/c"


def test_a_function_goes_on_in_the_next_run_with_the_arguments_that_it_had(engine: Engine) -> None:
    ask: Json = {"call": "human-task:1.0.0@default", "with": {"title": "${ .title }"}}
    function = {"do": [{"ask": ask}], "output": {"as": "${ [.answer, $input.title] }"}}
    call = {"call": "ask", "with": {"title": "${ $context.title }"}}
    branches: list[Json] = [{"c": call}, {"busy": busy(12)}]
    running = engine.start(
        define(
            {"s": {"set": {}, "export": {"as": {"title": "first"}}}},
            {"f": {"fork": {"branches": branches}, "output": {"as": "${ .[0] }"}}},
            use={"functions": {"ask": function}},
        ),
        history_limit=LIMIT,
    )
    running.until(lambda _: running.has_continued())
    running.complete("/do/1/f/fork/branches/0/c/do/0/ask", {"answer": 1})
    assert running.result() == [1, "first"]


def test_the_end_of_a_workflow_may_come_from_a_function(engine: Engine) -> None:
    functions = {"stop": {"do": [{"last": {"set": {"ended": True}, "then": "end"}}]}}
    assert engine.run({"c": {"call": "stop"}}, {"never": {"set": {}}}, use={"functions": functions}) == {"ended": True}


def test_a_function_that_is_not_there_is_a_configuration_fault(engine: Engine) -> None:
    assert "no function “missing”" in engine.fault({"c": {"call": "missing"}})["detail"]
