"""A diff as a JSON Patch, applied by an independent library."""

import random

import jsonpatch
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.diff.comparing import diff
from domain.diff.patching import inverse_patch, patch
from domain.json_types import JsonValue
from tests.domain.test_diff import BODY, EDITED, VALUES, same, tasks

ALIKE = st.sampled_from([0, 1, 1.0, True, False, None, "a", "", "x/y~"])
NAMES = st.sampled_from(["a", "b", "", "~", "/", "~1", "id", "name"])
CLOSE: st.SearchStrategy[JsonValue] = st.recursive(
    ALIKE,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(NAMES, inner, max_size=5)
        | st.lists(st.dictionaries(NAMES, inner, min_size=1, max_size=1), max_size=5)
    ),
)


@given(VALUES | CLOSE, VALUES | CLOSE)
def test_the_patch_makes_the_new_value_of_the_old_one_and_its_inverse_the_old_of_the_new(
    old: JsonValue, new: JsonValue
) -> None:
    found = diff(old, new)
    assert same(jsonpatch.apply_patch(old, patch(found)), new)
    assert same(jsonpatch.apply_patch(new, inverse_patch(found)), old)


@given(st.lists(st.integers(0, 9), unique=True).flatmap(lambda each: st.tuples(st.just(each), st.permutations(each))))
def test_any_new_order_is_reached(orders: tuple[list[int], list[int]]) -> None:
    old, new = ([{f"task{each}": {"n": [each, each]}} for each in order] for order in orders)
    assert jsonpatch.apply_patch(old, patch(diff(old, new))) == new  # type: ignore[arg-type]


@given(VALUES)
def test_equal_values_need_no_operation(value: JsonValue) -> None:
    assert patch(diff(value, value)) == []


@pytest.mark.parametrize(
    ("old", "new", "operation"),
    [
        (tasks("a", "b"), tasks("x", "a", "b"), {"op": "add", "path": "/0", "value": {"x": {"set": {"step": "x"}}}}),
        (tasks("a", "b", "c"), tasks("a", "c"), {"op": "remove", "path": "/1"}),
        (tasks("a", "b", "c"), tasks("c", "a", "b"), {"op": "move", "from": "/2", "path": "/0"}),
        (tasks("a", "b", "c"), tasks("b", "a", "c"), {"op": "move", "from": "/1", "path": "/0"}),
        ([{"a": BODY}], [{"b": BODY}], {"op": "move", "from": "/0/a", "path": "/0/b"}),
        ([{"a": BODY}], [{"a": EDITED}], {"op": "replace", "path": "/0/a/if", "value": "${ .due }"}),
        (
            {"a": {"x": BODY}, "b": {}, "c": EDITED},
            {"a": {}, "b": {"y": BODY}, "c": EDITED},
            {"op": "move", "from": "/a/x", "path": "/b/y"},
        ),
        ([1, 2, 3], [1, 5, 3], {"op": "replace", "path": "/1", "value": 5}),
    ],
)
def test_one_change_is_one_operation(old: JsonValue, new: JsonValue, operation: JsonValue) -> None:
    assert patch(diff(old, new)) == [operation]


def test_what_has_changed_all_over_is_put_whole() -> None:
    assert patch(diff({"a": {"x": 1, "y": 2}}, {"a": {"x": 3, "y": 4}})) == [
        {"op": "replace", "path": "/a", "value": {"x": 3, "y": 4}}
    ]


@pytest.mark.parametrize("seed", range(40))
def test_edits_need_no_more_operations_than_the_best_library_does(seed: int) -> None:
    chance = random.Random(seed)
    old: list[JsonValue] = [{f"task{n}": {**BODY, "timeout": {"after": {"seconds": n}}}} for n in range(30)]
    new = list(old)
    for number in range(chance.randrange(1, 8)):
        at, to = chance.randrange(len(new)), chance.randrange(len(new))
        chance.choice([_insert, _remove, _move, _swap, _edit])(new, at, to, number)
    found = patch(diff(old, new))
    assert same(jsonpatch.apply_patch(old, found), new)
    assert len(found) <= len(jsonpatch.make_patch(old, new).patch)


def _insert(array: list[JsonValue], at: int, to: int, number: int) -> None:
    array.insert(at, {f"more{number}": {"wait": {"seconds": number}}})


def _remove(array: list[JsonValue], at: int, to: int, number: int) -> None:
    del array[at]


def _move(array: list[JsonValue], at: int, to: int, number: int) -> None:
    array.insert(to, array.pop(at))


def _swap(array: list[JsonValue], at: int, to: int, number: int) -> None:
    array[at], array[to] = array[to], array[at]


def _edit(array: list[JsonValue], at: int, to: int, number: int) -> None:
    task = array[at]
    assert isinstance(task, dict)
    array[at] = {name: {**EDITED, "then": f"step{number}"} for name in task}
