"""Evaluate one jq expression. Text with ``${ … }`` around it is accepted (specification: *Runtime expressions*)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import cast

from domain.json_types import JsonValue
from domain.open_workflow.shape import expression_in
from runtime.expressions.budget import WHOLE_SECONDS, Request
from runtime.expressions.pool import ask
from runtime.expressions.shortcut import answer_to_pick

Attributes = frozenset[str] | None
Variables = Mapping[str, "JsonValue | Callable[[Attributes], JsonValue]"]
"""A callable is asked for its value when it is mentioned, and told which attributes of it; None means all of it."""
_VARIABLE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)(?:\.([A-Za-z_][A-Za-z0-9_]*))?", re.ASCII)
_TOLD = 80


class ExpressionError(Exception):
    """jq refused the expression or failed on the data; ``str(error)`` is jq's message."""


def evaluate(
    text: str,
    data: JsonValue,
    variables: Variables | None = None,
    meter: Callable[[int], None] | None = None,
    within: float = WHOLE_SECONDS,
) -> JsonValue:
    """Give the first result of ``text`` on ``data``; null when there is none.

    Only the variables that the text mentions are sent.
    ``meter`` is told the bytes of the question and the answer: the same text and data always give the same number.
    Raises: ExpressionError; BudgetExceeded after 1 s, ``within`` seconds with the wait for a free child, 512 MB or a
    crash of jq.
    """
    program, mentioned = _read(text)
    sent = {name: _value(variables[name], asked) for name, asked in mentioned if name in variables} if variables else {}
    about = _about(program, tuple(sent))
    try:
        payload = json.dumps([data, list(sent.values())])
        answer = answer_to_pick(program, data, sent, payload) or _asked(about, payload, program, within)
        if meter is not None:
            meter(_size(about, payload, answer))
        worked, result = json.loads(answer)
    except RecursionError:
        raise ExpressionError("the value is nested too deeply") from None
    if not worked:
        raise ExpressionError(str(result))
    return cast(JsonValue, result)


def _asked(about: str, payload: str, program: str, within: float) -> str:
    request = Request("evaluate", about, payload, ("The expression", program[:_TOLD]))
    return ask(request, within).decode().rstrip("\n")


def _size(about: str, payload: str, answer: str) -> int:
    """A reading decides when a run pauses, so it must never change for the same question and answer.

    It is the size of ``[text, names, data]`` as one JSON text, and of the answer's line.
    """
    return len(about) + len(", ") + len(payload) + len(answer) + len("\n")


@lru_cache(maxsize=2048)
def _read(text: str) -> tuple[str, tuple[tuple[str, frozenset[str]], ...]]:
    """The program in ``text``, and the variables that it mentions with their attributes; "" stands for all of one."""
    mentioned: dict[str, set[str]] = {}
    for name, attribute in _VARIABLE.findall(text):
        mentioned.setdefault(name, set()).add(attribute)
    program = (expression_in(text) or text).strip()
    return program, tuple((name, frozenset(attributes)) for name, attributes in mentioned.items())


@lru_cache(maxsize=2048)
def _about(program: str, names: tuple[str, ...]) -> str:
    return json.dumps([program, list(names)])


def _value(variable: JsonValue | Callable[[Attributes], JsonValue], attributes: frozenset[str]) -> JsonValue:
    if not callable(variable):
        return variable
    return variable(None if "" in attributes else attributes)
