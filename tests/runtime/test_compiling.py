"""Compiling many expressions as one program."""

import pytest

from domain.open_workflow.shape import expression_in
from runtime.expressions import ExpressionError, child, compiling, evaluate
from runtime.expressions.compiling import TOO_MUCH, compile_expressions
from runtime.expressions.outline import outlines

NONE: frozenset[str] = frozenset()
GOOD = [
    ".a",
    '.items[1] | select(.status == "open" and .n > 12) | {id, total: (.price * 3 // 0), name: "Order \\(.name) of 5"}',
    '"Hello \\(.name // "you") #1"',
    "# only a comment\n.",
    "1 # a comment",
    '"\\(1 # inside\n)"',
    '"a \\" b \\\\" | length',
    ".[1:3], .[:length], {a: 1, b: 2}",
    '{"x y": 1, (.k): 2, if: 3}',
    "def f(g): g; f(.a)",
    "..",
    ".a.b?.c[] | -1.5e3",
    '@base64 "\\(.)"',
    "if . then 1 elif 2 then 3 else 4 end",
]
BAD = [
    "",
    "1 +",
    "foo",
    "$nothing",
    "1) , (2",
    ") (",
    '"open',
    '"a" "',
    "{a: nope, b: 1}",
    ".[0, nope:3]",
    "1.2.3",
    '"\\q"',
    '"\\u12"',
    "1 # \\",
    "a\x02b",
    '"\\(nope)"',
    "]",
]


def refused(*texts: str, variables: frozenset[str] = NONE) -> list[str]:
    """Those that are refused."""
    asked = [(text, variables) for text in texts]
    return [text for text, refusal in zip(texts, compile_expressions(asked), strict=True) if refusal is not None]


def failure(text: str) -> str:
    """What jq says when it evaluates a text; empty when it works."""
    try:
        evaluate(text, {"items": []})
    except ExpressionError as error:
        return str(error)
    return ""


def test_good_expressions_compile_and_bad_ones_are_told_apart() -> None:
    assert refused(*GOOD, *BAD) == BAD


@pytest.mark.parametrize("text", BAD)
def test_a_bad_expression_is_refused_in_any_company(text: str) -> None:
    assert refused(".a", text, ".b") == [text]


@pytest.mark.parametrize("first", BAD)
def test_two_bad_expressions_never_make_a_good_one(first: str) -> None:
    assert refused(*(text for second in ("(2", '"', "1", ")", "]") for text in (first, second))) == [
        text for second in ("(2", '"', "1", ")", "]") for text in (first, second) if text != "1"
    ]


@pytest.mark.parametrize("text", GOOD)
def test_what_compiles_can_be_evaluated(text: str) -> None:
    told = failure(text)
    assert "syntax error" not in told
    assert "not defined" not in told


def test_a_variable_is_known_where_it_is_allowed() -> None:
    asked = [("$x", frozenset({"x"})), ("$x", NONE), ("1 as $x | $x", NONE), ("$x", frozenset({"y"}))]
    assert [refusal is None for refusal in compile_expressions(asked)] == [True, False, True, False]


def test_what_is_shadowed_when_evaluating_is_refused_when_compiling() -> None:
    assert set(compiling.UNAVAILABLE) == set(child._UNAVAILABLE)
    assert set(compiling.UNAVAILABLE_WITH_ARGUMENT) == set(child._WITH_ARGUMENT)


def test_thousands_of_like_expressions_are_one_outline() -> None:
    texts = [f'.orders{n}[{n}] | select(.state == "s{n}") | "No \\(.number{n}) of {n}"' for n in range(2000)]
    assert len(set(outlines(texts))) == 1


def test_variables_and_functions_stay_in_an_outline() -> None:
    (found,) = outlines(['$item.name | ltrimstr("a") | test("x"; "i") | {key: $n}'])
    assert found == '$item.a | ltrimstr("") | test(""; "") | {a: $n}'


def test_a_compiler_that_dies_is_a_refusal() -> None:
    (refusal,) = compile_expressions([('"a" * 1000000000', NONE)])
    assert refusal == TOO_MUCH
    assert refused(".a") == []


def test_after_many_refusals_the_rest_is_not_looked_at() -> None:
    found = compile_expressions([(f"nope{number}", NONE) for number in range(500)])
    assert found[0] is not None
    assert found[0].startswith("nope0/0 is not defined")
    assert found[-1] == compiling.TOO_MANY


def test_nothing_asked_is_nothing_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "ask", None)
    assert compile_expressions([]) == []
    assert expression_in("x") is None
