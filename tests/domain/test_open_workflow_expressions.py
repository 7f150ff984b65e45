"""Expressions: where they stand, which variables each may use, and what is told of those that jq refuses."""

from typing import Any

import pytest

from domain.findings import Finding
from runtime.expressions.compiling import compile_expressions
from tests.domain.checking import SET, errors, http, person

INNER = [{"inner": SET}]
LISTEN_BAD: dict[str, Any] = {"one": {"with": {"type": "x"}, "correlate": {"c": {"from": ".a |"}}}}


def refused(*tasks: Any, **top: Any) -> list[Finding]:
    return errors(*tasks, compiled=compile_expressions, **top)


@pytest.mark.parametrize(
    ("task", "pointer"),
    [
        ({**SET, "if": "1 +"}, "/if"),
        ({**SET, "if": "${ 1 + }"}, "/if"),
        ({**SET, "input": {"from": "1 +"}}, "/input/from"),
        ({**SET, "output": {"as": "1 +"}}, "/output/as"),
        ({**SET, "export": {"as": {"x": "${ 1 + }"}}}, "/export/as/x"),
        ({**SET, "timeout": {"after": "${ 1 + }"}}, "/timeout/after"),
        ({"set": "${ 1 + }"}, "/set"),
        ({"set": {"a": [{"b": "${ 1 + }"}]}}, "/set/a/0/b"),
        ({"wait": "${ 1 + }"}, "/wait"),
        ({"for": {"in": "1 +"}, "do": INNER}, "/for/in"),
        ({"for": {"in": "."}, "while": "1 +", "do": INNER}, "/while"),
        ({"switch": [{"x": {"when": "1 +", "then": "end"}}]}, "/switch/0/x/when"),
        ({"try": INNER, "catch": {"when": "1 +"}}, "/catch/when"),
        ({"try": INNER, "catch": {"retry": {"exceptWhen": "1 +"}}}, "/catch/retry/exceptWhen"),
        ({"try": INNER, "catch": {"retry": {"delay": "${ 1 + }"}}}, "/catch/retry/delay"),
        ({"listen": {"to": {"any": [], "until": "1 +"}}}, "/listen/to/until"),
        ({"listen": {"to": LISTEN_BAD}}, "/listen/to/one/correlate/c/from"),
        ({"emit": {"event": {"with": {"type": "${ 1 + }"}}}}, "/emit/event/with/type"),
        (http(body={"a": "${ 1 + }"}), "/with/body/a"),
        (http(endpoint="${ 1 + }"), "/with/endpoint"),
        (person(title="${ 1 + }"), "/with/title"),
        (
            {"run": {"workflow": {"namespace": "n", "name": "w", "version": "1", "input": {"a": "${ 1 + }"}}}},
            "/run/workflow/input/a",
        ),
    ],
)
def test_an_expression_is_compiled_wherever_it_stands(task: Any, pointer: str) -> None:
    (found,) = refused({"a": task})
    assert found.pointer == f"/do/0/a{pointer}"
    assert "jq refuses the expression: syntax error" in found.message


@pytest.mark.parametrize(
    "task",
    [
        {"set": {"x": "1 +", "y": "costs $nothing"}},
        person(form={"properties": {"x": {"description": "${ 1 + }"}}}),
        {**SET, "input": {"schema": {"document": {"description": "${ 1 + }"}}}},
        {**SET, "metadata": {"note": "${ 1 + }"}},
    ],
)
def test_a_text_that_is_no_expression_is_left_alone(task: Any) -> None:
    assert refused({"a": task}) == []


@pytest.mark.parametrize(
    ("task", "variables"),
    [
        ({"if": "X"}, "context runtime secrets task workflow"),
        ({"input": {"from": "X"}}, "context runtime secrets task workflow"),
        ({"set": {"a": "${ X }"}}, "authorization context input runtime secrets task workflow"),
        ({"output": {"as": "X"}}, "authorization context input runtime secrets task workflow"),
        ({"export": {"as": "X"}}, "authorization context input output runtime secrets task workflow"),
    ],
)
def test_a_task_may_use_the_arguments_of_the_specifications_table(task: Any, variables: str) -> None:
    arguments = ("authorization", "context", "input", "output", "runtime", "secrets", "task", "workflow")
    usable = [name for name in arguments if not refused({"a": _with(task, f"${name}")})]
    assert usable == variables.split()


def _with(task: Any, expression: str) -> Any:
    if isinstance(task, str):
        return task.replace("X", expression)
    return {**SET, **{key: _inside(value, expression) for key, value in task.items()}}


def _inside(value: Any, expression: str) -> Any:
    if isinstance(value, str):
        return value.replace("X", expression)
    return {key: _inside(inner, expression) for key, inner in value.items()}


def test_the_workflow_itself_may_use_fewer() -> None:
    assert [found.pointer for found in refused({"a": SET}, input={"from": "$context"}, output={"as": "$input"})] == [
        "/input/from",
        "/output/as",
    ]
    assert refused({"a": SET}, input={"from": "$workflow.id"}, output={"as": "$context"}) == []


def test_a_loop_defines_its_variables_for_its_tasks_alone() -> None:
    loop = {
        "for": {"in": ".", "each": "pet", "at": "n"},
        "while": "$pet and $n < 3",
        "do": [{"b": {"set": "${ $pet }"}}],
    }
    assert refused({"a": loop}) == []
    (found,) = refused({"a": loop}, {"c": {"set": "${ $pet }"}})
    assert found.pointer == "/do/1/c/set"


def test_a_loop_has_names_for_its_variables() -> None:
    assert refused({"a": {"for": {"in": "."}, "do": [{"b": {"set": {"x": "${ [$item, $index] }"}}}]}}) == []


def test_a_catch_defines_the_error_for_its_tasks_and_conditions() -> None:
    catch = {"as": "e", "when": "$e.status == 500", "do": [{"b": {"set": "${ $e }"}}]}
    assert refused({"a": {"try": INNER, "catch": catch}}) == []
    assert len(refused({"a": {"try": [{"c": {"set": "${ $e }"}}], "catch": catch}})) == 1


def test_a_reusable_part_may_use_what_a_loop_or_catch_defines_somewhere() -> None:
    use = {"retries": {"r": {"when": "$e.status == 500"}}}
    catch = {"as": "e", "retry": "r"}
    assert refused({"a": {"try": INNER, "catch": catch}}, use=use) == []
    assert len(refused({"a": SET}, use=use)) == 1


@pytest.mark.parametrize(
    "expression",
    [
        ". as $x | $x",
        ". as [$a, {b: $c}] | [$a, $c]",
        ". as [$a] ?// $a | $a",
        "reduce .[] as $i (0; . + $i)",
        "foreach .[] as $i (0; . + $i; [$i, .])",
        "def f($a): $a + 1; f(2)",
        "label $out | 1, break $out",
        '"Hello \\(.name // "you") #1"',
        "# a comment\n.x",
        '"$ENV and $nothing"',
        "{input, now: .now, $input}",
    ],
)
def test_what_jq_defines_itself_is_known(expression: str) -> None:
    assert refused({"a": {"set": {"x": f"${{ {expression} }}"}}}) == []


@pytest.mark.parametrize(
    ("expression", "told", "hint"),
    [
        ("$inptu.x", "there is no variable $inptu here", "Did you mean “$input”?"),
        ("$output", "$output is not available here", ""),
        ("lenght", "jq has no function “lenght”", "Did you mean “length”?"),
        ("context.x", "jq has no function “context”", "Did you mean “$context”?"),
        ("limit(1)", "jq has no function “limit” with 1 arguments", "Did you mean “limit”?"),
        ("now", "“now” is not available in expressions", "$workflow.startedAt"),
        ("input", "“input” is not available in expressions", "Did you mean “$input”?"),
        ("env.HOME", "“env” is not available in expressions", "secrets"),
        ("$ENV.HOME", "“$ENV” is not available in expressions", "secrets"),
        ("$__loc__", "“$__loc__” is not available in expressions", ""),
        ("halt", "“halt” is not available in expressions", ""),
        ('debug("x")', "“debug” is not available in expressions", ""),
        ("break $out", "there is no label “out”", ""),
        ("1) , (2", "jq refuses the expression", ""),
        ('"open', "jq refuses the expression", ""),
        ('import "a" as $a; .', "jq refuses the expression", ""),
        ("1 + \n\n |", "(line", ""),
    ],
)
def test_what_jq_refuses_is_told_in_a_sentence(expression: str, told: str, hint: str) -> None:
    (found,) = refused({"a": {"set": {"x": f"${{ {expression} }}"}}})
    assert told in found.message
    assert hint in found.suggestion


def test_an_empty_expression_is_told() -> None:
    (found,) = refused({"a": {**SET, "if": " "}})
    assert found.message == "is an empty expression."
