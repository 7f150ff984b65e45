"""What a definition uses by name: each name must stand under ``use``, and functions must not call themselves."""

import re
from collections.abc import Iterable, Iterator

from domain.findings import Finding, Rule, did_you_mean, error, listed
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.calls import CALLS, is_foreign
from domain.open_workflow.expressions import Expression
from domain.open_workflow.shape import below
from domain.open_workflow.walk import Reusable, Scope, Visit, member, members

FUNCTIONS = "/use/functions"
_KINDS = frozenset({"raise", "try", "call"})
"""The kinds of tasks in which something is named."""
_SECRET = re.compile(r'\$secrets(?:\.([A-Za-z_]\w*)|\.?\["([^"\\]*)"\]|\."([^"\\]*)")', re.ASCII)


def general_reusing_findings(definition: JsonObject, reusable: Reusable) -> Iterator[Finding]:
    """Names outside of tasks that stand nowhere."""
    yield from _named(definition.get("timeout"), "/timeout", "timeouts", reusable)
    for name, authentication in reusable.group("authentications").items():
        yield from _secret(authentication, below("/use/authentications", name), reusable)


def reusing_findings(scope: Scope, reusable: Reusable) -> Iterator[Finding]:
    """Names in tasks that stand nowhere."""
    for visit in scope.tasks:
        if visit.kind in _KINDS or "timeout" in visit.task:
            yield from _task(visit, reusable)


def circle_findings(scopes: Iterable[Scope]) -> Iterator[Finding]:
    """Functions that call each other in a circle would never end."""
    calls: dict[str, list[tuple[str, str]]] = {}
    for scope in scopes:
        for visit in scope.tasks if scope.pointer.startswith(FUNCTIONS) else ():
            if isinstance(called := visit.task.get("call"), str):
                caller = visit.pointer.split("/", 4)[3]
                calls.setdefault(caller, []).append((below("", called)[1:], f"{visit.pointer}/call"))
    yield from _circles(calls)


def secret_findings(expressions: Iterable[Expression], reusable: Reusable) -> Iterator[Finding]:
    """Secrets that an expression asks for by name and that the workflow does not have."""
    for pointer, text, _ in expressions:
        for match in _SECRET.finditer(text) if "$secrets" in text else ():
            name = match[1] or match[2] or match[3] or ""
            if name not in reusable.secrets:
                yield _no_secret(name, pointer, reusable)


def _task(visit: Visit, reusable: Reusable) -> Iterator[Finding]:
    task, pointer = visit.task, visit.pointer
    if isinstance(timeout := task.get("timeout"), str):
        yield from _named(timeout, f"{pointer}/timeout", "timeouts", reusable)
    if visit.kind == "raise":
        yield from _named(member(task["raise"], "error"), f"{pointer}/raise/error", "errors", reusable)
    elif visit.kind == "try":
        yield from _named(members(task, "catch").get("retry"), f"{pointer}/catch/retry", "retries", reusable)
    elif visit.kind == "call":
        yield from _call(task, pointer, reusable)


def _call(task: JsonObject, pointer: str, reusable: Reusable) -> Iterator[Finding]:
    called, arguments = task["call"], members(task, "with")
    if called == "http":
        yield from _endpoint(arguments.get("endpoint"), f"{pointer}/with/endpoint", reusable)
    elif called == "openapi":
        yield from _authentication(arguments.get("authentication"), f"{pointer}/with/authentication", reusable)
        document = members(arguments, "document").get("endpoint")
        yield from _endpoint(document, f"{pointer}/with/document/endpoint", reusable)
    elif isinstance(called, str) and called not in (*CALLS, *reusable.group("functions")):
        yield from _unknown_call(called, f"{pointer}/call", reusable)


def _unknown_call(called: str, pointer: str, reusable: Reusable) -> Iterator[Finding]:
    if is_foreign(called):
        return  # rejected by name already
    known = [*CALLS, *reusable.group("functions")]
    yield error(
        Rule.REFERENCE,
        pointer,
        f"unknown call “{called[:60]}”.",
        allowed=f"Known: {listed(known)}.",
        suggestion=did_you_mean(called, known),
    )


def _endpoint(endpoint: JsonValue, pointer: str, reusable: Reusable) -> Iterator[Finding]:
    if isinstance(endpoint, dict) and "authentication" in endpoint:
        yield from _authentication(endpoint["authentication"], f"{pointer}/authentication", reusable)


def _authentication(value: JsonValue, pointer: str, reusable: Reusable) -> Iterator[Finding]:
    if isinstance(name := member(value, "use"), str):
        yield from _named(name, f"{pointer}/use", "authentications", reusable)
    yield from _secret(value, pointer, reusable)


def _secret(value: JsonValue, pointer: str, reusable: Reusable) -> Iterator[Finding]:
    for scheme in ("basic", "bearer"):
        name = members(value, scheme).get("use")
        if isinstance(name, str) and name not in reusable.secrets:
            yield _no_secret(name, f"{pointer}/{scheme}/use", reusable)


def _no_secret(name: str, pointer: str, reusable: Reusable) -> Finding:
    message = f"there is no secret “{name[:60]}” under use.secrets."
    return error(Rule.REFERENCE, pointer, message, suggestion=did_you_mean(name, reusable.secrets))


def _named(value: JsonValue, pointer: str, group: str, reusable: Reusable) -> Iterator[Finding]:
    known = reusable.group(group)
    if isinstance(value, str) and value not in known:
        allowed = f"Known: {listed(known)}." if known else f"Nothing stands under use.{group}."
        message = f"there is no “{value[:60]}” under use.{group}."
        yield error(Rule.REFERENCE, pointer, message, allowed=allowed, suggestion=did_you_mean(value, known))


def _circles(calls: dict[str, list[tuple[str, str]]]) -> Iterator[Finding]:
    done: set[str] = set()
    for start in calls:
        path: list[str] = []
        stack = [(start, iter(calls[start]))] if start not in done else []
        path.extend([start] if stack else [])
        while stack:
            called, pointer = next(stack[-1][1], ("", ""))
            if not pointer:
                done.add(stack.pop()[0])
                path.pop()
            elif called in path:
                circle = " → ".join([*path[path.index(called) :], called])
                yield error(Rule.REFERENCE, pointer, f"the function would call itself without end: {circle}.")
            elif called in calls and called not in done:
                stack.append((called, iter(calls[called])))
                path.append(called)
