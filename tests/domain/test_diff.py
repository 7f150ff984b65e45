"""Structural changes between two JSON values."""

import copy
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.diff.comparing import diff
from domain.diff.model import Change, ChangeKind, Path, pointer
from domain.json_types import JsonObject, JsonValue

ADDED, REMOVED, CHANGED, MOVED, RENAMED = ChangeKind
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES: st.SearchStrategy[JsonValue] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=8), inner, max_size=6)
)


def tasks(*names: str) -> list[JsonValue]:
    return [{name: {"set": {"step": name}}} for name in names]


def kinds(old: JsonValue, new: JsonValue) -> list[tuple[ChangeKind, str | None, str | None]]:
    def shown(path: Path | None) -> str | None:
        return None if path is None else pointer(path)

    return [(change.kind, shown(change.before), shown(change.after)) for change in diff(old, new)]


@given(VALUES)
def test_equal_values_have_no_changes(value: JsonValue) -> None:
    assert not diff(value, copy.deepcopy(value))


@given(VALUES, VALUES)
def test_no_changes_means_equal_values(old: JsonValue, new: JsonValue) -> None:
    assert (not diff(old, new)) is same(old, new)


@given(VALUES, VALUES)
def test_every_leaf_that_differs_is_reported(old: JsonValue, new: JsonValue) -> None:
    changes = diff(old, new)
    for leaf in leaves(new):
        if not same_at(old, new, leaf):
            assert any(covers(change, leaf) for change in changes)


@given(VALUES, VALUES)
def test_what_a_change_says_is_what_stands_at_its_places(old: JsonValue, new: JsonValue) -> None:
    for change in diff(old, new):
        if change.kind is RENAMED:
            assert (change.before or ())[-1:] + change.place[-1:] == (change.old, change.new)
            continue
        assert change.before is None or at(old, change.before) == change.old
        assert change.after is None or at(new, change.after) == change.new


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": 2}, [(CHANGED, "/a", "/a")]),
        ({"a": 1}, {"b": 1}, [(REMOVED, "/a", None), (ADDED, None, "/b")]),
        ({"a": 1}, {"a": True}, [(CHANGED, "/a", "/a")]),
        ({"a": {}}, {"a": []}, [(CHANGED, "/a", "/a")]),
        ({"a/b": {"~": 1}}, {"a/b": {"~": 2}}, [(CHANGED, "/a~1b/~0", "/a~1b/~0")]),
        (1, {"a": 1}, [(CHANGED, "", "")]),
        ([1, 2, 3], [1, 5, 3], [(CHANGED, "/1", "/1")]),
        (["a", "b", "a"], ["b", "a"], [(REMOVED, "/0", None)]),
        (
            [{"id": 1, "x": 1}, {"id": 2}],
            [{"id": 2}, {"id": 1, "x": 2}],
            [(MOVED, "/1", "/0"), (CHANGED, "/0/x", "/1/x")],
        ),
    ],
)
def test_a_change_names_its_places(old: JsonValue, new: JsonValue, expected: list[object]) -> None:
    assert kinds(old, new) == expected


@given(VALUES, VALUES)
def test_unchanged_runs_are_the_same_on_both_sides(old: JsonValue, new: JsonValue) -> None:
    for run in diff(old, new).unchanged:
        assert len(run.before) == len(run.after) > 0
        assert all(same(at(old, one), at(new, other)) for one, other in zip(run.before, run.after, strict=True))


@given(VALUES, VALUES)
def test_what_is_in_no_unchanged_run_has_changed_or_moved(old: JsonValue, new: JsonValue) -> None:
    found = diff(old, new)
    folded = {place for run in found.unchanged for place in run.after}
    for leaf in leaves(new):
        if not any(leaf[:end] in folded for end in range(len(leaf) + 1)):
            assert any(covers(change, leaf) for change in found)


def test_unchanged_runs_stand_between_the_changes() -> None:
    names = [f"task{number}" for number in range(10)]
    new: list[JsonValue] = [*tasks(*names[:4]), *tasks("more"), *tasks(*names[4:])]
    assert [(run.before[0], run.after[-1]) for run in diff(tasks(*names), new).unchanged] == [
        ((0,), (3,)),
        ((4,), (10,)),
    ]
    assert [(run.before, run.after) for run in diff(new, copy.deepcopy(new)).unchanged] == [(((),), ((),))]


def test_a_task_inserted_at_the_front_is_one_change() -> None:
    names = [f"task{number}" for number in range(100)]
    assert kinds(tasks(*names), tasks("first", *names)) == [(ADDED, None, "/0")]


def test_a_task_moved_over_many_others_is_one_change() -> None:
    names = [f"task{number}" for number in range(100)]
    moved = [*names[:5], *names[6:61], names[5], *names[61:]]
    assert kinds(tasks(*names), tasks(*moved)) == [(MOVED, "/5", "/60")]


def test_two_neighbours_that_change_places_are_one_change() -> None:
    assert kinds(tasks("a", "b", "c"), tasks("b", "a", "c")) == [(MOVED, "/1", "/0")]


def test_a_moved_task_that_also_changed_tells_both() -> None:
    new: list[JsonValue] = [{"c": {"set": {"step": "other"}}}, *tasks("a", "b")]
    assert kinds(tasks("a", "b", "c"), new) == [(MOVED, "/2", "/0"), (CHANGED, "/2/c/set/step", "/0/c/set/step")]


def test_another_task_in_the_same_place_is_another_task() -> None:
    assert kinds(tasks("a", "b"), tasks("a", "x")) == [(REMOVED, "/1", None), (ADDED, None, "/1")]


def test_tasks_with_the_same_name_are_told_apart_by_their_content() -> None:
    old: list[JsonValue] = [{"a": 1}, {"a": 2}, {"a": 3}]
    assert kinds(old, [{"a": 1}, {"a": 3}]) == [(REMOVED, "/1", None)]


BODY: JsonObject = {"call": "http", "with": {"method": "get", "endpoint": "https://pay.example"}, "if": "${ .paid }"}
EDITED: JsonObject = {**BODY, "if": "${ .due }"}


def test_a_task_with_another_name_is_renamed_and_keeps_its_inner_changes() -> None:
    old: list[JsonValue] = [*tasks("a"), {"charge": BODY}]
    assert kinds(old, [*tasks("a"), {"collect": BODY}]) == [(RENAMED, "/1/charge", "/1/collect")]
    assert kinds(old, [*tasks("a"), {"collect": EDITED}]) == [
        (RENAMED, "/1/charge", "/1/collect"),
        (CHANGED, "/1/charge/if", "/1/collect/if"),
    ]


def test_a_task_may_move_and_have_another_name_and_change() -> None:
    assert kinds([*tasks("a", "b", "c"), {"charge": BODY}], [{"collect": EDITED}, *tasks("a", "b", "c")]) == [
        (MOVED, "/3", "/0"),
        (RENAMED, "/3/charge", "/0/collect"),
        (CHANGED, "/3/charge/if", "/0/collect/if"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "differ"),
    [
        (1, 1.0, False),
        (0, -0.0, False),
        (1, True, True),
        (12345678901234567890, 12345678901234567890.0, True),
        (10**400, 10**400 + 1, True),
        ("\ud800", "\ud801", True),
        ([[1], "a"], [[1.0], "a"], False),
    ],
)
def test_numbers_are_compared_by_value_and_texts_by_character(old: JsonValue, new: JsonValue, differ: bool) -> None:
    assert bool(diff(old, new)) is differ
    assert bool(diff([old, 1], [new, 1])) is differ


def test_a_change_names_the_innermost_task() -> None:
    old: JsonObject = {"document": {"dsl": "1.0.3"}, "do": [{"outer": {"do": [{"inner": {"set": {"x": 1}}}]}}]}
    new: JsonObject = {"document": {"dsl": "1.0.4"}, "do": [{"outer": {"do": [{"inner": {"set": {"x": 2}}}]}}]}
    assert [change.task for change in diff(old, new)] == [None, "inner"]


def test_depth_has_no_limit_but_memory() -> None:
    old: JsonValue = 1
    new: JsonValue = 2
    for _ in range(5_000):
        old, new = {"a": [old]}, {"a": [new]}
    (change,) = diff(old, new)
    assert (change.old, change.new, len(change.place)) == (1, 2, 10_000)


def test_ten_thousand_steps_with_a_tenth_changed_take_well_under_two_seconds() -> None:
    names = [f"task{number}" for number in range(10_000)]
    old, new = tasks(*names), tasks(*names)
    for number in range(0, 10_000, 10):
        new[number] = {names[number]: {"set": {"step": "changed"}}}
    begin = time.process_time()
    assert len(diff(old, new)) == 1_000
    assert time.process_time() - begin < 2


def same(old: JsonValue, new: JsonValue) -> bool:
    """Equal as JSON: numbers by value, a boolean is no number."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(same(old[key], new[key]) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(same, old, new))
    return isinstance(old, bool) is isinstance(new, bool) and old == new


def leaves(value: JsonValue, path: Path = ()) -> list[Path]:
    if not isinstance(value, dict | list) or not value:
        return [path]
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return [leaf for step, inner in items for leaf in leaves(inner, (*path, step))]


def at(value: JsonValue, path: Path) -> JsonValue:
    for step in path:
        value = value[step]  # type: ignore[index]
    return value


def same_at(old: JsonValue, new: JsonValue, path: Path) -> bool:
    try:
        return same(at(old, path), at(new, path))
    except (KeyError, IndexError, TypeError):
        return False


def covers(change: Change, leaf: Path) -> bool:
    """A change reports a leaf when it is at or above it, or when it shifts the elements of an array around it."""
    place = change.place
    if leaf == place[: len(leaf)]:
        return True
    above = place if place == leaf[: len(place)] else place[:-1]
    shifts = bool(place) and isinstance(place[-1], int)
    return above == leaf[: len(above)] and (above == place or shifts)


def test_the_document_itself_is_never_changed_by_looking() -> None:
    old: JsonObject = {"do": tasks("a", "b")}
    new: JsonObject = {"do": tasks("b", "a")}
    before = copy.deepcopy((old, new))
    diff(old, new)
    assert (old, new) == before
