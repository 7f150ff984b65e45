"""Answers without a child to the expressions that only pick a value: ``.``, ``.a.b``, ``$x``, ``$x.a.b``.

An answer is given only where it is certain to be jq's. Errors, numbers that jq writes differently, text that is no
Unicode and everything else is left to jq itself. The tests hold both side by side.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache

from domain.json_types import JsonValue

LONGEST_ANSWER = 1024 * 1024
MOST_BRACKETS = 100
_NAME = "[A-Za-z_][A-Za-z0-9_]*"
_PICK = re.compile(
    rf"(?:\.|\.(?P<path>{_NAME}(?:\.{_NAME})*)|\$(?!__loc__\b)(?P<name>{_NAME})(?P<rest>(?:\.{_NAME})*))", re.ASCII
)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_UNSURE = re.compile(r"[ \[]-?(?:[0-9]{16}|[0-9]+[.eE])|NaN|Infinity")

Way = tuple[str | None, tuple[str, ...]]
"""The variable to begin with (None: the data), and the members to go through."""


def answer_to_pick(program: str, data: JsonValue, variables: Mapping[str, JsonValue], payload: str) -> str | None:
    """The line that a child would answer, without its end; None when jq has to be asked.

    ``payload`` is the JSON text of the data and variables.
    """
    way = _way(program)
    if way is None or _SURROGATE.search(payload):
        return None
    name, members = way
    if name is not None and name not in variables:
        return None
    value = data if name is None else variables[name]
    for member in members:
        if value is not None and not isinstance(value, dict):
            return None
        value = None if value is None else value.get(member)
    answer = json.dumps([True, value])
    return answer if _is_sure(answer) else None


def _is_sure(answer: str) -> bool:
    """Neither too long nor perhaps too deep, and all numbers are such as jq hands on as they are."""
    few = answer.count("[") + answer.count("{") <= MOST_BRACKETS
    return few and len(answer) <= LONGEST_ANSWER and not _UNSURE.search(answer)


@lru_cache(maxsize=2048)
def _way(program: str) -> Way | None:
    found = _PICK.fullmatch(program)
    if found is None:
        return None
    steps = found["path"] or (found["rest"] or "")[1:]
    return found["name"], tuple(steps.split(".")) if steps else ()
