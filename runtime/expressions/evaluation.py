"""Evaluate one jq expression. Text with ``${ … }`` around it is accepted (specification: *Runtime expressions*)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import cast

from domain.json_types import JsonValue
from domain.open_workflow.shape import expression_in
from runtime.expressions.pool import ask

Variables = Mapping[str, "JsonValue | Callable[[], JsonValue]"]
_VARIABLE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)", re.ASCII)


class ExpressionError(Exception):
    """jq refused the expression or failed on the data; ``str(error)`` is jq's message."""


def evaluate(
    text: str,
    data: JsonValue,
    variables: Variables | None = None,
    meter: Callable[[int], None] | None = None,
) -> JsonValue:
    """Give the first result of ``text`` on ``data``; null when there is none.

    Only the variables that the text mentions are sent (and, where they are callable, computed).
    ``meter`` is told the bytes that crossed: the same text and data always give the same number.
    Raises: ExpressionError; BudgetExceeded after 1 s, 512 MB or a crash of jq.
    """
    known = variables or {}
    names = [name for name in dict.fromkeys(_VARIABLE.findall(text)) if name in known]
    program = expression_in(text) or text
    try:
        request = json.dumps([program, names, [data, [_value(known[name]) for name in names]]])
    except RecursionError:
        raise ExpressionError("the value is nested too deeply") from None
    answer = ask(request.encode(), program[:80])
    if meter is not None:
        meter(len(request) + len(answer))
    worked, result = json.loads(answer)
    if not worked:
        raise ExpressionError(str(result))
    return cast(JsonValue, result)


def _value(variable: JsonValue | Callable[[], JsonValue]) -> JsonValue:
    return variable() if callable(variable) else variable
