"""How many operations a patch has: never more than that of the best library, on values and edits of every shape."""

import json
import os
import random
from collections.abc import Callable

import jsonpatch
import pytest

from domain.diff.comparing import diff
from domain.diff.patching import inverse_patch, patch
from domain.json_types import JsonObject, JsonValue
from tests.domain.test_diff import BODY, EDITED, same

PAIRS = int(os.environ.get("POINTSMAN_TEST_PAIRS", "300"))
Chance = random.Random
LEAVES: list[JsonValue] = [0, 1, 1.0, 2, True, False, None, "", "a", "b", "x/y~"]
KEYS = ["a", "b", "", "~", "/", "~1", "id", "name"]


def value(chance: Chance, depth: int) -> JsonValue:
    kind = chance.choice(["leaf", "array", "object", "tasks"]) if depth else "leaf"
    if kind == "array":
        return [value(chance, depth - 1) for _ in range(chance.randrange(6))]
    if kind == "object":
        return {chance.choice(KEYS): value(chance, depth - 1) for _ in range(chance.randrange(6))}
    if kind == "tasks":
        return [{chance.choice(KEYS): value(chance, depth - 1)} for _ in range(chance.randrange(5))]
    return chance.choice(LEAVES)


def edited(chance: Chance, old: JsonValue, often: float) -> JsonValue:
    """The value after edits all over: inserted, copied, removed, moved, swapped, renamed, put for another."""
    if isinstance(old, list):
        new = [edited(chance, each, often) for each in old]
        for edit in (_insert, _copy, _remove, _move, _swap):
            if new and chance.random() < often:
                edit(chance, new)
        return new
    if isinstance(old, dict):
        keys = {
            key: f"other {key}" if chance.random() < often / 5 else key for key in old if chance.random() > often / 5
        }
        found = {after: edited(chance, old[key], often) for key, after in keys.items()}
        return found | ({chance.choice(KEYS): value(chance, 2)} if chance.random() < often else {})
    return chance.choice(LEAVES) if chance.random() < often / 2 else old


def _insert(chance: Chance, array: list[JsonValue]) -> None:
    array.insert(chance.randrange(len(array) + 1), value(chance, 2))


def _copy(chance: Chance, array: list[JsonValue]) -> None:
    array.insert(chance.randrange(len(array) + 1), chance.choice(array))


def _remove(chance: Chance, array: list[JsonValue]) -> None:
    del array[chance.randrange(len(array))]


def _move(chance: Chance, array: list[JsonValue]) -> None:
    if array:
        array.insert(chance.randrange(len(array)), array.pop(chance.randrange(len(array))))


def _swap(chance: Chance, array: list[JsonValue]) -> None:
    if array:
        one, other = chance.randrange(len(array)), chance.randrange(len(array))
        array[one], array[other] = array[other], array[one]


def unrelated(chance: Chance) -> tuple[JsonValue, JsonValue]:
    return value(chance, 4), value(chance, 4)


def lightly_edited(chance: Chance) -> tuple[JsonValue, JsonValue]:
    old = value(chance, 5)
    return old, edited(chance, old, 0.05)


def heavily_edited(chance: Chance) -> tuple[JsonValue, JsonValue]:
    old = value(chance, 4)
    return old, edited(chance, old, 0.3)


def numbers(chance: Chance) -> tuple[JsonValue, JsonValue]:
    old, new = ([chance.randrange(6) for _ in range(chance.randrange(12))] for _ in range(2))
    return [*old], [*new]


def records(chance: Chance) -> tuple[JsonValue, JsonValue]:
    def array() -> JsonValue:
        return [
            {key: chance.randrange(3) for key in "abc" if chance.random() < 0.8} for _ in range(chance.randrange(8))
        ]

    return array(), array()


def definition(chance: Chance) -> tuple[JsonValue, JsonValue]:
    """Lists of tasks with branches and loops, edited as authors do."""

    def tasks(depth: int) -> list[JsonValue]:
        return [{f"task{chance.randrange(40)}": task(depth)} for _ in range(chance.randrange(1, 8))]

    def task(depth: int) -> JsonValue:
        kind = chance.choice(["call", "set", "for", "fork"]) if depth else chance.choice(["call", "set"])
        if kind == "call":
            address = f"https://orders.example/{chance.randrange(9)}"
            return {"call": "http", "with": {"method": chance.choice(["get", "post"]), "endpoint": {"uri": address}}}
        if kind == "set":
            return {"set": {chance.choice(KEYS): f"${{ .{chance.choice('abc')} }}" for _ in range(3)}}
        inner = tasks(depth - 1)
        return {"for": {"in": ".items"}, "do": inner} if kind == "for" else {"fork": {"branches": inner}}

    old: JsonValue = {"document": {"dsl": "1.0.3", "version": "1.0.0"}, "do": tasks(2)}
    return old, edited(chance, old, chance.choice([0.02, 0.1]))


def steps(chance: Chance) -> tuple[JsonValue, JsonValue]:
    """A flat list of tasks, of which a few were inserted, removed, moved, swapped, renamed and edited."""
    old: list[JsonValue] = [{f"task{n}": _call(n)} for n in range(chance.randrange(2, 20))]
    new = old.copy()
    for _ in range(chance.randrange(1, 8)):
        if new:
            chance.choice([_remove, _move, _swap, _write])(chance, new)
    return old, new


def _call(number: int) -> JsonObject:
    return {"if": "${ .paid }", "call": "http", "with": {"method": "get"}, "timeout": {"seconds": number}}


def _write(chance: Chance, tasks: list[JsonValue]) -> None:
    """Rename a task, edit one, or insert another."""
    at, number = chance.randrange(len(tasks)), chance.randrange(1000)
    task = tasks[at]
    assert isinstance(task, dict)
    [(name, body)] = task.items()
    assert isinstance(body, dict)
    others: list[JsonObject] = [{f"new{number}": body}, {name: {**body, "then": f"task{number}", "if": "${ .due }"}}]
    tasks[at : at + 1] = chance.choice([*([each] for each in others), [task, {f"new{number}": _call(number)}]])


def nested(chance: Chance) -> tuple[JsonValue, JsonValue]:
    """Lists in lists."""

    def array(depth: int) -> list[JsonValue]:
        return [array(depth - 1) if depth and chance.random() < 0.6 else number() for _ in range(chance.randrange(5))]

    def number() -> int:
        return chance.randrange(4)

    old = array(4)
    return old, edited(chance, old, 0.15)


SHAPES = [unrelated, lightly_edited, heavily_edited, numbers, records, definition, steps, nested]


@pytest.mark.parametrize("pair", SHAPES)
def test_a_patch_has_no_more_operations_than_that_of_the_best_library(
    pair: Callable[[Chance], tuple[JsonValue, JsonValue]],
) -> None:
    for seed in range(PAIRS):
        old, new = json.loads(json.dumps(pair(Chance(f"{pair.__name__} {seed}"))))
        changes = diff(old, new)
        found = patch(changes)
        assert same(jsonpatch.apply_patch(old, found), new), seed
        assert same(jsonpatch.apply_patch(new, inverse_patch(changes)), old), seed
        assert len(found) <= len(jsonpatch.make_patch(old, new).patch), seed


LONG = "a long text that stays as it is, so that it costs too much to put all of it anew" * 5


@pytest.mark.parametrize(
    ("old", "new", "operations"),
    [
        ([{"a": {"x": 1, "y": {"of": [1, 2]}}}, LONG], [7, {"a": {"x": 2, "y": {"of": [1, 2, 3]}}}, LONG], 2),
        ([2, 3, 5, LONG], [3, 3, 4, LONG], 2),
        ([{"a": LONG, "b": 1}, LONG], [{"a": LONG}, LONG], 1),
        ([{"b": {}}, {"c": 1}, LONG], [{"c": 1}, {"b": {}}, 1.5, {"c": 1}, LONG], 2),
        ([{"a": BODY}, LONG, {"b": EDITED}], [{"b": EDITED}, LONG, {"renamed": BODY}], 2),
        ([["a"], {}, LONG, []], [[], {}, LONG, ["a"]], 1),
        ([{"a": LONG, "b": []}, 2, 2, 0], [{"a": LONG, "b": [3]}, 2, True, {"c": 4}, 0], 3),
        ([[LONG, 7, LONG], {"a": "x", "c": LONG}], [[LONG, "x", LONG], {"b": 7, "c": LONG}], 2),
        ([{"a": 1}, {"b": BODY}, LONG], [{"c": 1}, {"b": {**BODY, "x": 1, "y": 2, "z": 3}}, {"a": 1}, LONG], 3),
    ],
)
def test_elements_are_paired_by_their_place_where_that_takes_fewer(
    old: JsonValue, new: JsonValue, operations: int
) -> None:
    assert len(patch(diff(old, new))) == operations
