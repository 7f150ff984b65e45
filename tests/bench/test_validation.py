"""How long the check of a definition of 1 MiB takes, told beside what Python's own JSON takes for it on this machine.

The promise is 0.3 s on a quiet machine. The yardstick, reading and writing the same JSON with Python's own library in
the same rounds, tells how quiet and how fast this one is: where it takes longer than on the machine of reference, the
check may take longer in the same measure.
"""

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from domain.definition import findings_of
from domain.json_values import MAX_DEFINITION_BYTES, as_object, compact, parse_json
from domain.sources import read_source
from domain.vocabulary import Format
from runtime.expressions import compiling
from tests.domain.checking import DOCUMENT, http, person

PROMISED = 0.3
"""Seconds, for the whole check."""
REFERENCE = {"calls_only": 0.046, "of_all_kinds": 0.052}
"""Seconds that the yardstick takes on the machine of reference: CPython 3.11 on a quiet core of a server (AMD EPYC)."""
MOST_TIMES = 6
"""The check never takes more than so many times the yardstick, however fast the machine."""
ROUNDS = 25


def calls_only(number: int) -> dict[str, Any]:
    """A call with four expressions that differ from all others."""
    body = {"name": f'${{ "Order \\(.name{number}) of {number}" }}', "total": f"${{ .price{number} * {number} }}"}
    call = http(
        endpoint=f"https://x.example/{number}/{{id}}", headers={"X-Id": f"${{ .id{number} | tostring }}"}, body=body
    )
    return {**call, "if": f'${{ .state{number} == "s{number}" }}', "timeout": {"after": {"seconds": 30}}}


def of_all_kinds(number: int) -> dict[str, Any]:
    """One of the things that a service-delivery process consists of."""
    ask = person(
        title=f'${{ "Check \\(.case{number}.name // "nobody")" }}',
        candidateGroups=["support"],
        data={"case": f"${{ .case{number} | {{id, name, total: (.lines | map(.amount) | add)}} }}"},
        form={"type": "object", "required": [f"f{number % 40}"], "properties": {f"f{number % 40}": {"type": "string"}}},
    )
    choice = [{"yes": {"when": f".ok{number} == true", "then": "continue"}}, {"no": {"then": "exit"}}]
    caught = {
        "as": "e",
        "when": f"$e.status == {number}",
        "retry": {"delay": "PT1S"},
        "do": [{"note": {"set": "${ $e }"}}],
    }
    loop = {"for": {"each": f"item{number % 30}", "in": f".list{number}"}}
    kinds: list[dict[str, Any]] = [
        {**ask, "export": {"as": f"$context + {{f{number}: .f{number % 40}}}"}},
        {"switch": choice},
        {"try": [{"call": calls_only(number)}], "catch": caught},
        {**loop, "do": [{"each": {"set": {"x": f"${{ $item{number % 30}.v{number} }}"}}}]},
        {"fork": {"branches": [{"a": calls_only(number)}, {"b": {"set": {"y": f"${{ .y{number} }}"}}}]}},
        {"listen": {"to": {"one": {"with": {"type": f"t{number}"}, "correlate": {"c": {"from": f".data.c{number}"}}}}}},
    ]
    return kinds[number % len(kinds)]


def large(make: Any) -> dict[str, Any]:
    """A definition of nearly 1 MiB, in scopes of a hundred tasks, as it lies in memory when it was read from JSON."""
    tasks: list[dict[str, Any]] = []
    size = 0
    while size < MAX_DEFINITION_BYTES - 20_000:
        number = len(tasks) * 100
        inner = [{f"task{each}": make(each)} for each in range(number, number + 100)]
        tasks.append({f"part{number}": {"do": inner}})
        size += len(compact(tasks[-1])) + 1
    whole: dict[str, Any] = {"document": DOCUMENT, "timeout": {"after": "P30D"}, "do": tasks[:-1]}
    return as_object(parse_json(compact(whole), "definition"), "definition")


@pytest.mark.parametrize("make", [calls_only, of_all_kinds])
def test_a_mebibyte_is_checked_in_time(make: Any) -> None:
    definition = large(make)
    compiling.compile_expressions([(".", frozenset())])  # the child process is there, as it is after the first check
    rounds = [
        (_timed(partial(_read_and_write, definition)), _timed(partial(_check, definition))) for _ in range(ROUNDS)
    ]
    yardstick, fastest = (min(times) for times in zip(*rounds, strict=True))
    slowness = max(yardstick / REFERENCE[make.__name__], 1.0)
    size, times = len(compact(definition)), fastest / yardstick
    print(f"check of {size:,} bytes ({make.__name__}): {fastest * 1000:.0f} ms, {times:.1f} times JSON")
    assert fastest < PROMISED * slowness
    assert times < MOST_TIMES


def test_reading_a_mebibyte_of_yaml(capsys: pytest.CaptureFixture[str]) -> None:
    text = json.dumps(large(of_all_kinds), indent=1)
    for syntax in ("JSON", "YAML"):
        source = text if syntax == "JSON" else f"# {syntax}\n{text}"
        began = time.perf_counter()
        assert read_source(source, "definition").syntax.value == syntax
        with capsys.disabled():
            print(f"reading {len(source):,} characters of {syntax}: {(time.perf_counter() - began) * 1000:.0f} ms")


def _timed(act: Callable[[], None]) -> float:
    compiling._verdicts.clear()
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _read_and_write(definition: dict[str, Any]) -> None:
    assert json.loads(json.dumps(definition)) == definition


def _check(definition: dict[str, Any]) -> None:
    found = findings_of(definition, "1.0.0", Format.OPEN_WORKFLOW, compiled=compiling.compile_expressions)
    assert not [each for each in found if each.is_error]
