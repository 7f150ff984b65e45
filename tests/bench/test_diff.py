"""How fast a diff with its patch is, against the other Python libraries in the same run.

The figures are processor time, the least of a few tries; the promises are ratios. See docs/benchmarks.md.
"""

import json
import time
from collections.abc import Callable
from copy import deepcopy

import deepdiff
import dictdiffer
import jsondiff
import jsonpatch
import nested_diff
import pytest
from jycm.jycm import YouchamaJsonDiffer

from domain.diff.comparing import diff
from domain.diff.patching import patch
from domain.json_types import JsonObject, JsonValue

Side = list[JsonValue]
TIMES_TEN = 15
TIMES_FASTER = {10: 1, 100: 2, 1_000: 10, 10_000: 10}
"""Than jsonpatch, by number of steps."""
RIVALS: dict[str, tuple[Callable[[Side, Side], object], int]] = {
    "jsonpatch": (lambda old, new: jsonpatch.make_patch(old, new).patch, 10_000),
    "deepdiff": (lambda old, new: deepdiff.DeepDiff(old, new), 10_000),
    "nested-diff": (lambda old, new: nested_diff.diff(old, new), 10_000),
    "dictdiffer": (lambda old, new: list(dictdiffer.diff(old, new)), 1_000),
    "jsondiff": (lambda old, new: jsondiff.diff(old, new), 100),
    "jycm": (lambda old, new: YouchamaJsonDiffer(old, new).get_diff(), 100),  # type: ignore[no-untyped-call]
}
"""Each with the most steps at which it ends within seconds."""


def steps(number: int) -> Side:
    return [{f"task{n}": _call(n, "get")} for n in range(number)]


def edited(old: Side) -> Side:
    """A tenth of the steps, at least one, call in another way."""
    new = deepcopy(old)
    for n in range(0, len(old), 10):
        new[n] = {f"task{n}": _call(n, "post")}
    return new


def _call(number: int, method: str) -> JsonObject:
    endpoint: JsonObject = {"uri": f"https://orders.example/{number}"}
    return {"call": "http", "with": {"method": method, "endpoint": endpoint}, "timeout": {"after": "PT30S"}}


def seconds(act: Callable[[], object], tries: int = 3) -> float:
    return min(_once(act) for _ in range(tries))


def _once(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def ours(old: JsonValue, new: JsonValue) -> float:
    return seconds(lambda: patch(diff(old, new)), 15)


@pytest.mark.parametrize("number", [10, 100, 1_000, 10_000])
def test_no_library_is_faster(number: int) -> None:
    old = steps(number)
    new = edited(old)
    own = ours(old, new)
    for name, (make, most) in RIVALS.items():
        if number <= most:
            other = seconds(lambda make=make: make(old, new), 1 if number > 1_000 else 5)  # type: ignore[misc]
            print(f"{number} steps: {own * 1000:.2f} ms, {name} {other * 1000:.2f} ms, {other / own:.1f} times")
            assert own < other
            assert name != "jsonpatch" or TIMES_FASTER[number] * own < other


def test_ten_times_the_steps_take_at_most_fifteen_times_as_long() -> None:
    times = {number: ours(steps(number), edited(steps(number))) for number in (10, 100, 1_000, 10_000)}
    for number in (10, 100, 1_000):
        print(f"{number} to {number * 10} steps: {times[number * 10] / times[number]:.1f} times")
        assert times[number * 10] <= TIMES_TEN * times[number]


def test_nothing_alike_is_no_worse_than_linear() -> None:
    def pair(number: int) -> tuple[Side, Side]:
        return steps(number), [{f"other{n}": {"wait": {"seconds": n + 0.5}}} for n in range(number)]

    few, many = (ours(*pair(number)) for number in (1_000, 10_000))
    print(f"nothing alike, 10,000 steps: {many * 1000:.0f} ms, {many / few:.1f} times 1,000")
    assert many <= TIMES_TEN * few


def test_a_hundred_thousand_lines_take_well_under_three_seconds() -> None:
    old: JsonObject = {"do": steps(8_000)}
    new: JsonObject = {"do": edited(steps(8_000))}
    assert json.dumps(old, indent=2).count("\n") > 100_000
    own = ours(old, new)
    print(f"100,000 lines: {own:.2f} s")
    assert own < 1.5
