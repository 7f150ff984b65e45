"""Names: unique in their scope, free of words with a meaning; variables as jq knows them; where ``then`` leads."""

import re
from collections.abc import Iterator

from domain.findings import Finding, Rule, did_you_mean, error, listed, warning
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.shape import below
from domain.open_workflow.tasks import DIRECTIVES
from domain.open_workflow.walk import Scope, Visit, elements, members

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_KINDS = frozenset({"switch", "try", "for"})
"""The kinds of tasks in which more is named than the task."""
ARGUMENTS = ("context", "input", "output", "secrets", "authorization", "task", "workflow", "runtime")
"""The runtime arguments (specification: *Runtime expression arguments*)."""


def naming_findings(scope: Scope) -> Iterator[Finding]:
    """Names of tasks, cases and variables, and directives that lead nowhere."""
    if scope.is_empty:
        yield error(Rule.FLOW, scope.pointer, "holds no task.", allowed="A list of tasks needs at least one.")
    names = {visit.name for visit in scope.tasks}
    if len(names) < len(scope.tasks) or not names.isdisjoint(DIRECTIVES):
        yield from _names(scope)
    targets = names if scope.is_sequence else set()
    for visit in scope.tasks:
        if "then" in visit.task or visit.kind in _KINDS:
            yield from _task(visit, targets)


def _task(visit: Visit, targets: set[str]) -> Iterator[Finding]:
    if "then" in visit.task:
        yield from _then(visit.task, visit.pointer, targets)
    if visit.kind == "switch":
        yield from _cases(visit, targets)
    elif visit.kind == "try":
        catch, pointer = members(visit.task, "catch"), f"{visit.pointer}/catch"
        yield from _then(catch, pointer, targets)
        yield from _variable(catch, "as", pointer)
    elif visit.kind == "for":
        loop, pointer = members(visit.task, "for"), f"{visit.pointer}/for"
        yield from _variable(loop, "each", pointer)
        yield from _variable(loop, "at", pointer)


def _names(scope: Scope) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for visit in scope.tasks:
        if visit.name in DIRECTIVES:
            message = f"“{visit.name}” is a flow directive, so no task can be called so."
            yield error(Rule.NAME, visit.pointer, message, at_key=True)
        elif visit.name in seen:
            message = f"the name “{visit.name[:60]}” is used twice in this scope: {seen[visit.name]} has it too."
            yield error(Rule.NAME, visit.pointer, message, suggestion="Give each task a name of its own.", at_key=True)
        else:
            seen[visit.name] = visit.pointer


def _then(owner: JsonObject, pointer: str, targets: set[str]) -> Iterator[Finding]:
    then = owner.get("then", "continue")
    if not isinstance(then, str) or then in DIRECTIVES or then in targets:
        return
    known = [*DIRECTIVES, *targets]
    yield error(
        Rule.FLOW,
        f"{pointer}/then",
        f"there is no task “{then[:60]}” in this scope.",
        allowed=f"Allowed: {', '.join(DIRECTIVES)}"
        + (f", or a task beside it: {listed(targets, 6)}." if targets else "."),
        suggestion=did_you_mean(then, known),
    )


def _cases(visit: Visit, targets: set[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    defaults = 0
    for index, item in enumerate(elements(visit.task["switch"])):
        for name, case in item.items() if isinstance(item, dict) else ():
            pointer = below(f"{visit.pointer}/switch/{index}", name)
            if name in seen:
                yield error(Rule.NAME, pointer, f"a case “{name[:60]}” stands here already.", at_key=True)
            seen.add(name)
            if isinstance(case, dict):
                if "then" in case:
                    yield from _then(case, pointer, targets)
                defaults += "when" not in case
                if "when" not in case and defaults > 1:
                    message = "is a second default case; only one case may have no “when”."
                    yield error(Rule.FLOW, pointer, message, at_key=True)


def _variable(owner: JsonObject, key: str, pointer: str) -> Iterator[Finding]:
    name: JsonValue = owner.get(key)
    if not isinstance(name, str):
        return
    if not _VARIABLE.fullmatch(name) or name.startswith("__") or name == "ENV":
        message = f"“{name[:60]}” cannot be the name of a variable."
        yield error(Rule.NAME, f"{pointer}/{key}", message, allowed="Allowed: letters, digits and underscores.")
    elif name in ARGUMENTS:
        message = f"“{name}” would hide the argument ${name}."
        yield warning(Rule.NAME, f"{pointer}/{key}", message, suggestion="Choose another name.")
