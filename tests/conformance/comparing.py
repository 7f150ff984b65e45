"""How expected and actual values are compared."""

import json
from typing import Any

from domain.faults import comparable
from domain.sources import Syntax, read_source

Json = Any
"""JSON as features write it."""


def parsed(doc: str) -> Json:
    """The YAML or JSON of a step."""
    return read_source(doc, "step", Syntax.YAML).value


def check_same(actual: Json, expected: Json, what: str) -> None:
    """Equal as JSON: `1`, `1.0` and `true` are three different values. Raises: AssertionError."""
    assert _canonical(actual) == _canonical(expected), f"{what} is {_canonical(actual)}, not {_canonical(expected)}"


def check_members(actual: Json, expected: Json, what: str) -> None:
    """The expected members are there and equal; others may be there too. Raises: AssertionError."""
    assert isinstance(actual, dict), f"{what} is {_canonical(actual)}"
    for key, value in expected.items():
        check_same(comparable(actual.get(key)), comparable(value), f"{key} of {what}")


def at_path(value: Json, path: str) -> Json:
    """The value at a dotted path. Raises: AssertionError when there is none."""
    for step in path.split("."):
        if isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            assert isinstance(value, dict), f"there is no {path}: {_canonical(value)} has no {step}"
            assert step in value, f"there is no {path}: {_canonical(value)} has no {step}"
            value = value[step]
    return value


def _canonical(value: Json) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
