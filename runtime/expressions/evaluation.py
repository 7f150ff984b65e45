"""Evaluate one jq expression. Text with ``${ … }`` around it is accepted (specification: *Runtime expressions*)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import cast

from domain.json_types import JsonValue
from domain.open_workflow.shape import expression_in
from runtime.expressions.pool import ask

Attributes = frozenset[str] | None
Variables = Mapping[str, "JsonValue | Callable[[Attributes], JsonValue]"]
"""A callable is asked for its value when it is mentioned, and told which attributes of it; None means all of it."""
_VARIABLE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)(?:\.([A-Za-z_][A-Za-z0-9_]*))?", re.ASCII)


class ExpressionError(Exception):
    """jq refused the expression or failed on the data; ``str(error)`` is jq's message."""


def evaluate(
    text: str,
    data: JsonValue,
    variables: Variables | None = None,
    meter: Callable[[int], None] | None = None,
) -> JsonValue:
    """Give the first result of ``text`` on ``data``; null when there is none.

    Only the variables that the text mentions are sent.
    ``meter`` is told the bytes that crossed: the same text and data always give the same number.
    Raises: ExpressionError; BudgetExceeded after 1 s, 512 MB or a crash of jq.
    """
    sent = _mentioned(text, variables or {})
    program = (expression_in(text) or text).strip()
    try:
        request = json.dumps([program, list(sent), [data, list(sent.values())]])
    except RecursionError:
        raise ExpressionError("the value is nested too deeply") from None
    answer = ask(request.encode(), program[:80])
    if meter is not None:
        meter(len(request) + len(answer))
    worked, result = json.loads(answer)
    if not worked:
        raise ExpressionError(str(result))
    return cast(JsonValue, result)


def _mentioned(text: str, variables: Variables) -> dict[str, JsonValue]:
    asked: dict[str, set[str]] = {}
    for name, attribute in _VARIABLE.findall(text):
        if name in variables:
            asked.setdefault(name, set()).add(attribute)
    return {name: _value(variables[name], attributes) for name, attributes in asked.items()}


def _value(variable: JsonValue | Callable[[Attributes], JsonValue], attributes: set[str]) -> JsonValue:
    if not callable(variable):
        return variable
    return variable(None if "" in attributes else frozenset(attributes))
