"""How data passes through tasks (specification: *Data Flow*)."""

from tests.runtime.engine import Engine, define


def test_set_replaces_the_data(engine: Engine) -> None:
    tasks = {"a": {"set": {"x": "${ .n + 1 }", "kept": "as it is", "list": ["${ .n }", "n"]}}}
    assert engine.run(tasks, given={"n": 1}) == {"x": 2, "kept": "as it is", "list": [1, "n"]}


def test_set_may_be_one_expression(engine: Engine) -> None:
    assert engine.run({"a": {"set": "${ .n }"}}, given={"n": [1, 2]}) == [1, 2]


def test_a_task_without_output_hands_its_output_to_the_next_one(engine: Engine) -> None:
    assert engine.run({"a": {"set": {"x": 1}}}, {"b": {"set": {"y": "${ .x }"}}}) == {"y": 1}


def test_input_from_shapes_what_the_task_sees(engine: Engine) -> None:
    task = {"a": {"input": {"from": "${ .inner }"}, "set": {"seen": "${ . }", "input": "${ $input }"}}}
    assert engine.run(task, given={"inner": 5}) == {"seen": 5, "input": 5}


def test_output_as_sees_the_raw_output_and_the_transformed_input(engine: Engine) -> None:
    task = {"a": {"input": {"from": ".n"}, "set": {"x": 2}, "output": {"as": {"sum": "${ .x + $input }"}}}}
    assert engine.run(task, given={"n": 40}) == {"sum": 42}


def test_export_as_replaces_the_context_and_sees_the_transformed_output(engine: Engine) -> None:
    first = {
        "set": {"x": 1},
        "output": {"as": "${ {y: .x} }"},
        "export": {"as": "${ $context + {z: .y, o: $output.y} }"},
    }
    assert engine.run({"a": first}, {"b": {"set": "${ $context }"}}) == {"z": 1, "o": 1}


def test_the_context_begins_empty(engine: Engine) -> None:
    assert engine.run({"a": {"set": {"c": "${ $context }"}}}) == {"c": {}}


def test_a_skipped_task_hands_on_its_raw_input_and_the_flow_goes_on(engine: Engine) -> None:
    skipped = {"a": {"if": "${ .n > 1 }", "input": {"from": ".n"}, "set": {"x": 1}, "then": "end"}}
    assert engine.run(skipped, {"b": {"set": {"saw": "${ . }"}}}, given={"n": 1}) == {"saw": {"n": 1}}


def test_a_condition_may_omit_the_braces(engine: Engine) -> None:
    assert engine.run({"a": {"if": ".n == 1", "set": {"ran": True}}}, given={"n": 1}) == {"ran": True}


def test_workflow_input_from_and_output_as(engine: Engine) -> None:
    top = {"input": {"from": "${ .order }"}, "output": {"as": "${ {result: ., raw: $workflow.input.order.id} }"}}
    assert engine.run({"a": {"set": {"id": "${ .id }"}}}, given={"order": {"id": 7}}, **top) == {
        "result": {"id": 7},
        "raw": 7,
    }


def test_a_wrong_workflow_input_is_a_validation_fault(engine: Engine) -> None:
    schema = {"schema": {"format": "json", "document": {"type": "object", "required": ["id"]}}}
    fault = engine.fault({"a": {"set": {}}}, given={}, input=schema)
    assert fault["type"].endswith("/validation")
    assert fault["status"] == 400
    assert "id" in fault["detail"]


def test_a_wrong_task_output_is_a_validation_fault_of_that_task(engine: Engine) -> None:
    schema = {"schema": {"document": {"properties": {"x": {"type": "string"}}}}}
    fault = engine.fault({"a": {"set": {"x": 1}, "output": schema}})
    assert (fault["instance"], fault["type"].rsplit("/", 1)[1]) == ("/do/0/a", "validation")


def test_a_wrong_exported_context_is_a_validation_fault(engine: Engine) -> None:
    export = {"as": "${ {n: 1} }", "schema": {"document": {"required": ["m"]}}}
    assert engine.fault({"a": {"set": {}, "export": export}})["type"].endswith("/validation")


def test_the_task_is_described_to_its_expressions(engine: Engine) -> None:
    output = engine.run({"a": {"set": "${ {r: $task.reference, n: $task.name, i: $task.input} }"}}, given=3)
    assert output == {"r": "/do/0/a", "n": "a", "i": 3}


def test_the_workflow_is_described_to_its_expressions(engine: Engine) -> None:
    running = engine.start(define({"a": {"set": "${ {id: $workflow.id, name: $workflow.definition.document.name} }"}}))
    assert running.result() == {"id": running.handle.id, "name": "sample"}


def test_data_is_never_evaluated(engine: Engine) -> None:
    assert engine.run({"a": {"set": {"x": "${ .text }"}}}, given={"text": "${ 1 + 1 }"}) == {"x": "${ 1 + 1 }"}


def test_a_failing_expression_is_an_expression_fault_of_its_task(engine: Engine) -> None:
    fault = engine.fault({"a": {"set": {"x": "${ .n.m }"}}}, given={"n": 1})
    assert (fault["type"].rsplit("/", 1)[1], fault["status"], fault["instance"]) == ("expression", 400, "/do/0/a")
