"""A diff as a JSON Patch, applied by an independent library."""

import jsonpatch
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.diff.comparing import diff
from domain.diff.patching import inverse_patch, patch
from domain.json_types import JsonObject, JsonValue
from tests.domain.test_diff import BODY, EDITED, VALUES, same, tasks

LONG = "a text that is too long to be put again" * 9

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


def test_nothing_moves_into_what_takes_its_place() -> None:
    """RFC 6902, section 4.4: the place something moves from is never the beginning of the place it moves to."""
    moving: JsonValue = {"name": "a text of its own", "also": [1, 2, 3]}
    kept: JsonObject = {name: f"{name}: {LONG}" for name in "abcdef"}
    old: JsonValue = [moving, kept, LONG]
    new: JsonValue = [{**kept, "more": moving}, LONG]
    found = patch(diff(old, new))
    assert same(jsonpatch.apply_patch(old, found), new)
    assert [each["op"] for each in found] == ["remove", "add"]
