"""Definitions that were written to do harm: the check ends, in time, with findings and not with a crash."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from domain.definition import check_storable
from domain.errors import InvalidInput
from runtime.expressions.compiling import compile_expressions
from tests.domain.checking import SET, definition, findings

PATIENCE = 60.0


@contextmanager
def in_time() -> Iterator[None]:
    """Far above what it takes, and far below a hang."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < PATIENCE


def nested(depth: int) -> Any:
    task: Any = SET
    for _ in range(depth):
        task = {"do": [{"a": task}]}
    return task


def test_a_definition_nested_too_deeply_is_refused() -> None:
    with in_time(), pytest.raises(InvalidInput, match="nested deeper than 100 levels"):
        check_storable(definition({"a": nested(5000)}))


def test_the_deepest_definition_that_can_be_kept_is_checked() -> None:
    deep = nested(31)
    check_storable(definition({"a": deep}))
    assert findings({"a": deep}, compiled=compile_expressions) == []


def test_one_text_of_a_mebibyte_is_checked() -> None:
    with in_time():
        for text in ("x" * 1_000_000, "${ " + "." * 1_000_000 + " }", "${ " + "(" * 1_000_000 + " }"):
            findings({"a": {"set": {"x": text}}}, compiled=compile_expressions)


def test_a_hundred_thousand_tasks_are_checked() -> None:
    with in_time():
        found = findings(*({"a": {"x": 1}} for _ in range(100_000)), compiled=compile_expressions)
    assert len(found) == 1000


def test_thousands_of_expressions_that_jq_refuses_are_checked() -> None:
    with in_time():
        found = findings({"a": {"set": [f"${{ f{index} }}" for index in range(5000)]}}, compiled=compile_expressions)
    assert len(found) == 1000


@pytest.mark.parametrize("text", ['"a" * 1000000000', "reduce range(1e9) as $i (0; .)", "[" * 9000])
def test_an_expression_that_kills_the_compiler_is_a_finding_or_waits_for_its_run(text: str) -> None:
    with in_time():
        found = findings({"a": {"set": {"x": f"${{ {text} }}", "y": "${ .ok }"}}}, compiled=compile_expressions)
    assert {each.pointer for each in found} <= {"/do/0/a/set/x"}


def test_after_a_killed_compiler_the_next_definition_is_checked_as_ever() -> None:
    findings({"a": {"set": {"x": '${ "a" * 1000000000 }'}}}, compiled=compile_expressions)
    assert findings({"a": {"set": {"x": "${ .ok }"}}}, compiled=compile_expressions) == []


@pytest.mark.parametrize("key", ["\x00set", "", "a" * 10_000, "\x02", "../..", "0", "~", "/"])
def test_a_key_may_be_anything(key: str) -> None:
    assert findings({key: {key: {key: 1}}}, {"a": {"set": {key: "${ . }"}}})
