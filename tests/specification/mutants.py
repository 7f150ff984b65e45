"""Definitions that differ from a good one in one place."""

import copy
from collections.abc import Iterator
from typing import Any

from domain.json_types import JsonObject, JsonValue

Path = tuple[str | int, ...]
OTHERS: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, "", "text", "two words", "${ .x }", "${", "PT5M", "P1Y2M", "1.0.0", "/a/b"),
    *(
        [],
        {},
        {"x": 1},
        {"x": "y"},
        {"use": "x"},
        {"after": "PT1S"},
        {"days": 1},
        ["a"],
        [{}],
        [{"a": {"set": {"b": 1}}}],
    ),
    *({"one": {"with": {"type": "x"}}}, {"uri": "https://x.example"}, {"basic": {"username": "a", "password": "b"}}),
    *(
        {"constant": {}},
        {"constant": {}, "linear": {}},
        {"username": "a", "password": "b", "use": "c"},
        "2026-01-01T00:00:00Z",
    ),
)
ADDED: tuple[Any, ...] = ("x", {"a": "b"})
KEYS = ("x", "if", "use", "until", "basic", "do", "set", "when", "foreach", "all", "type")


def mutants(definition: JsonObject) -> Iterator[tuple[str, JsonValue]]:
    """Each with a description: a value replaced, a member left out or added."""
    for path, value in _places(definition, ()):
        if path:
            for other in OTHERS:
                yield f"{path} is {other!r}", _changed(definition, path, other)
            yield f"{path} is left out", _without(definition, path)
        if isinstance(value, dict):
            for key in KEYS:
                if key not in value:
                    for other in ADDED:
                        yield f"{path} has {key}: {other!r}", _changed(definition, (*path, key), other)


def _places(value: JsonValue, path: Path) -> Iterator[tuple[Path, JsonValue]]:
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _places(inner, (*path, index))


def _changed(definition: JsonObject, path: Path, other: JsonValue) -> JsonValue:
    changed = copy.deepcopy(definition)
    _around(changed, path)[path[-1]] = copy.deepcopy(other)  # type: ignore[index]
    return changed


def _without(definition: JsonObject, path: Path) -> JsonValue:
    changed = copy.deepcopy(definition)
    del _around(changed, path)[path[-1]]  # type: ignore[arg-type]
    return changed


def _around(value: JsonValue, path: Path) -> dict[str, JsonValue] | list[JsonValue]:
    for step in path[:-1]:
        value = value[step]  # type: ignore[index]
    assert isinstance(value, dict | list)
    return value
