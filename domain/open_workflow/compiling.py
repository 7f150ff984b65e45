"""Hold expressions against jq: each must compile, with variables that are known where it stands."""

import re
from collections.abc import Callable, Iterator, Sequence

from domain.findings import Finding, Rule, did_you_mean, error, listed
from domain.open_workflow.expressions import Expression
from domain.open_workflow.naming import ARGUMENTS

Asked = tuple[str, frozenset[str]]
"""The text of an expression and the variables that it may use."""
Compile = Callable[[Sequence[Asked]], Sequence[str | None]]
"""Tells for each text why jq refuses it, in jq's words; None where it compiles."""

_UNDEFINED = re.compile(r"(?P<name>\$?[\w:*-]+?)(?:/(?P<count>\d+))? is not defined", re.ASCII)
_UNAVAILABLE = re.compile(r"\$__unavailable__(?P<name>\w+) is not defined", re.ASCII)
_REFUSED = ("$ENV", "$__loc__")


def expression_findings(expressions: Sequence[Expression], compiled: Compile) -> Iterator[Finding]:
    """An error for each expression that jq refuses."""
    written = [each for each in expressions if each[1]]
    if len(written) < len(expressions):
        yield from _empty(expressions)
    refusals = compiled([(text, variables) for _, text, variables in written])
    for (pointer, _, variables), refusal in zip(written, refusals, strict=True):
        if refusal is not None:
            yield _told(refusal, pointer, variables)


def _empty(expressions: Sequence[Expression]) -> Iterator[Finding]:
    for pointer, text, _ in expressions:
        if not text:
            message = "is an empty expression."
            yield error(Rule.EXPRESSION, pointer, message, allowed="“.” gives the data as it is.")


def _told(refusal: str, pointer: str, variables: frozenset[str]) -> Finding:
    if match := _UNAVAILABLE.search(refusal):
        return _unavailable(match["name"], pointer)
    match = _UNDEFINED.search(refusal)
    if match is None:
        return error(Rule.EXPRESSION, pointer, f"jq refuses the expression: {refusal.rstrip('.')}.")
    name, count = match["name"], match["count"]
    if name in _REFUSED:
        return _unavailable(name, pointer)
    if name.startswith("$*label-"):
        return error(Rule.EXPRESSION, pointer, f"there is no label “{name[8:60]}” to break to.")
    if name.startswith("$"):
        return _variable(name[1:], pointer, variables)
    message = f"jq has no function “{name[:60]}”" + (f" with {count} arguments." if count != "0" else ".")
    hint = f"Did you mean “${name}”?" if name in variables else _near_function(refusal)
    return error(Rule.EXPRESSION, pointer, message, suggestion=hint)


def _unavailable(name: str, pointer: str) -> Finding:
    message = f"“{name}” is not available in expressions: the same data must always give the same result."
    return error(Rule.EXPRESSION, pointer, message, suggestion=_INSTEAD.get(name, ""))


_INSTEAD = {
    "now": "$workflow.startedAt and $task.startedAt tell moments.",
    "input": "Did you mean “$input”?",
    "env": "Values from outside come with the input of the workflow, or as secrets.",
    "$ENV": "Values from outside come with the input of the workflow, or as secrets.",
}


def _variable(name: str, pointer: str, variables: frozenset[str]) -> Finding:
    allowed = f"Known here: {', '.join(f'${each}' for each in sorted(variables))}."
    if name in ARGUMENTS:
        message = f"${name} is not available here."
        return error(Rule.EXPRESSION, pointer, message, allowed=allowed)
    message = f"there is no variable ${name[:60]} here."
    return error(
        Rule.EXPRESSION,
        pointer,
        message,
        allowed=allowed,
        suggestion=did_you_mean(f"${name}", [f"${each}" for each in variables]),
    )


def _near_function(refusal: str) -> str:
    _, _, near = refusal.partition("; near: ")
    return f"Did you mean “{listed([near])}”?" if near else ""
