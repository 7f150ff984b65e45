"""Warnings: what a definition may say, and its author has probably not meant."""

import re
from collections.abc import Iterable, Iterator

from domain.findings import Finding, Rule, warning
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.calls import HUMAN_TASK
from domain.open_workflow.expressions import Literal, is_secret
from domain.open_workflow.walk import Scope, Visit, elements, member, members

_TURNS = frozenset({"switch", "raise"})
"""The kinds of tasks that may not lead to the next one, though no ``then`` stands beside them."""
_AWAY = frozenset({"exit", "end"})
_INSIDE = re.compile(r"\$\{.+\}", re.DOTALL)


def advice(scope: Scope) -> Iterator[Finding]:
    """Tasks that never run or whose output nobody reads, and waits without an end."""
    if scope.is_sequence and len(scope.tasks) > 1:
        yield from _unreachable(scope)
        yield from _unused(scope)
    if not scope.has_limit:
        yield from _endless(scope)


def literal_advice(literals: Iterable[Literal]) -> Iterator[Finding]:
    """Secrets in clear, and expressions that are not evaluated because more than they stands in the text."""
    for each in literals:
        if is_secret(each.key):
            yield warning(
                Rule.SECRET,
                each.pointer,
                f"“{each.key[:40]}” stands here in clear, for everybody who sees the definition.",
                suggestion="Name it under use.secrets and write “${ $secrets.… }”.",
            )
        elif _INSIDE.search(each.text):
            yield warning(
                Rule.TEXT,
                each.pointer,
                "is taken as it stands: an expression must be the whole text.",
                suggestion='Write the text inside of it: “${ "Hello \\(.name)" }”.',
            )


def _unreachable(scope: Scope) -> Iterator[Finding]:
    reached = _reached(scope)
    for index, visit in enumerate(scope.tasks):
        if reached is not None and index not in reached:
            message = f"“{visit.name[:60]}” is never reached: no task leads here."
            yield warning(Rule.UNREACHABLE, visit.pointer, message, at_key=True)


def _reached(scope: Scope) -> set[int] | None:
    """The tasks that some way leads to; None when it is not known where one leads, or when each leads to the next."""
    turns = (visit for visit in scope.tasks if visit.kind in _TURNS or "then" in visit.task)
    if all("continue" in _following(visit) for visit in turns):
        return None
    places = {visit.name: index for index, visit in enumerate(scope.tasks)}
    reached: set[int] = set()
    waiting = [0]
    while waiting:
        index = waiting.pop()
        if index in reached or index >= len(scope.tasks):
            continue
        reached.add(index)
        for then in _following(scope.tasks[index]):
            if then not in _AWAY:
                if then != "continue" and then not in places:
                    return None
                waiting.append(index + 1 if then == "continue" else places[then])
    return reached


def _following(visit: Visit) -> Iterator[str]:
    """Where a task may lead."""
    task = visit.task
    then = task.get("then", "continue")
    own = then if isinstance(then, str) else "continue"
    if "if" in task:
        yield "continue"
    if visit.kind == "switch":
        cases = [case for item in elements(task["switch"]) if isinstance(item, dict) for case in item.values()]
        yield from (str(member(case, "then") or "continue") for case in cases)
        if any(isinstance(case, dict) and "when" not in case for case in cases):
            return
    if visit.kind == "try" and isinstance(caught := members(task, "catch").get("then"), str):
        yield caught
    if visit.kind != "raise":
        yield own


def _unused(scope: Scope) -> Iterator[Finding]:
    for visit, following in zip(scope.tasks, scope.tasks[1:], strict=False):
        if visit.kind == "set" and _only_sets(visit) and _starts_afresh(following):
            message = f"its output is replaced by “{following.name[:60]}”, which does not look at it."
            yield warning(Rule.UNUSED, visit.pointer, message, at_key=True)


def _only_sets(visit: Visit) -> bool:
    return visit.task.get("then", "continue") == "continue" and "export" not in visit.task


def _starts_afresh(visit: Visit) -> bool:
    looks = any(key in visit.task for key in ("if", "input", "output", "export"))
    is_fresh = visit.kind == "set" and isinstance(visit.task["set"], dict | str)
    return is_fresh and not looks and not _mentions_expression(visit.task["set"])


def _mentions_expression(value: JsonValue) -> bool:
    if isinstance(value, str):
        return "${" in value
    if isinstance(value, dict | list):
        return any(map(_mentions_expression, value.values() if isinstance(value, dict) else value))
    return False


def _endless(scope: Scope) -> Iterator[Finding]:
    for visit in scope.tasks:
        what = _waits_for(visit.task, visit.kind)
        if what and "timeout" not in visit.task:
            message = f"waits for {what} without end: neither it nor anything around it has a timeout."
            yield warning(Rule.WAITING, visit.pointer, message, at_key=True)


def _waits_for(task: JsonObject, kind: str | None) -> str:
    if kind == "listen":
        return "events"
    return "a person" if kind == "call" and task["call"] == HUMAN_TASK else ""
