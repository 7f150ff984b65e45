"""Checks of tasks: one known kind each, unique names, flow that stays in its scope."""

from collections.abc import Callable, Iterator
from difflib import get_close_matches

from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.calls import call_problems, run_problems
from domain.open_workflow.events import listen_problems
from domain.open_workflow.parts import (
    data_problems,
    duration_problems,
    error_problems,
    reference_problems,
    retry_problems,
    timeout_problems,
)
from domain.open_workflow.shape import Problem, below, known_keys, text_problem, unsupported

DIRECTIVES = ("continue", "exit", "end")
_BASE = ("if", "input", "output", "export", "timeout", "then", "metadata")
_EXTRA = {"for": ("while", "do"), "call": ("with",), "try": ("catch",), "listen": ("foreach",)}
KINDS = ("set", "for", "do", "switch", "fork", "wait", "listen", "try", "raise", "run", "call", "emit")


def task_list_problems(tasks: JsonValue, pointer: str, definition: JsonObject) -> Iterator[Problem]:
    """A list of tasks, which is one scope: names are unique in it, ``then`` leads to one of its names."""
    if not isinstance(tasks, list) or not tasks:
        yield Problem(pointer, "must be a list of at least one task.")
        return
    names = [next(iter(item)) for item in tasks if isinstance(item, dict) and len(item) == 1]
    seen: set[str] = set()
    for index, item in enumerate(tasks):
        if not isinstance(item, dict) or len(item) != 1:
            yield Problem(f"{pointer}/{index}", 'must be an object with one name, such as {"myTask": {…}}.')
            continue
        ((name, task),) = item.items()
        where = below(f"{pointer}/{index}", name)
        if name in seen or name in DIRECTIVES:
            yield Problem(where, f"the name “{name}” is {'used twice here' if name in seen else 'a flow directive'}.")
        seen.add(name)
        yield from _task_problems(task, where, names, definition)


def _task_problems(task: JsonValue, pointer: str, scope: list[str], definition: JsonObject) -> Iterator[Problem]:
    if not isinstance(task, dict):
        yield Problem(pointer, "must be an object.")
        return
    kind = kind_of_task(task)
    if kind is None:
        near = [match for key in task for match in get_close_matches(key, KINDS, 1)]
        hint = f" Did you mean “{near[0]}”?" if near else ""
        yield Problem(pointer, f"has no known kind. Kinds: {', '.join(KINDS)}.{hint}")
        return
    yield from known_keys(task, pointer, (*_BASE, kind, *_EXTRA.get(kind, ())), f"a {kind} task")
    yield from text_problem(task, "if", pointer)
    yield from data_problems(task, pointer)
    yield from timeout_problems(task, pointer, definition)
    yield from then_problems(task, pointer, scope)
    yield from _CHECKS[kind](task, pointer, scope, definition)


def kind_of_task(task: JsonObject) -> str | None:
    """The kind of a task: the first of the known kinds that it has (``for`` comes with a ``do`` of its own)."""
    return next((kind for kind in KINDS if kind in task), None)


def then_problems(owner: JsonObject, pointer: str, scope: list[str]) -> Iterator[Problem]:
    """A flow directive: ``continue``, ``exit``, ``end`` or a task of the same scope."""
    then = owner.get("then", "continue")
    if then not in (*DIRECTIVES, *scope):
        yield Problem(f"{pointer}/then", f"there is no task “{str(then)[:60]}” in this scope.")


def _set(task: JsonObject, pointer: str, _scope: list[str], _definition: JsonObject) -> Iterator[Problem]:
    if not isinstance(task["set"], dict | str):
        yield Problem(f"{pointer}/set", "must be an object or one expression.")


def _do(task: JsonObject, pointer: str, _scope: list[str], definition: JsonObject) -> Iterator[Problem]:
    yield from task_list_problems(task["do"], f"{pointer}/do", definition)


def _switch(task: JsonObject, pointer: str, scope: list[str], _definition: JsonObject) -> Iterator[Problem]:
    cases = task["switch"]
    if not isinstance(cases, list) or not cases:
        yield Problem(f"{pointer}/switch", "must be a list of at least one case.")
        return
    defaults = 0
    for index, item in enumerate(cases):
        case = next(iter(item.values())) if isinstance(item, dict) and len(item) == 1 else None
        if not isinstance(item, dict) or not isinstance(case, dict) or "then" not in case:
            yield Problem(f"{pointer}/switch/{index}", "must be an object with one name and a “then”.")
            continue
        where = below(f"{pointer}/switch/{index}", next(iter(item)))
        yield from known_keys(case, where, ("when", "then"), "a case")
        yield from text_problem(case, "when", where)
        yield from then_problems(case, where, scope)
        defaults += "when" not in case
        if defaults > 1:
            yield Problem(where, "is a second default case; only one may have no “when”.")


def _for(task: JsonObject, pointer: str, _scope: list[str], definition: JsonObject) -> Iterator[Problem]:
    loop = task["for"]
    if not isinstance(loop, dict) or not isinstance(loop.get("in"), str | list):
        yield Problem(f"{pointer}/for", "must say “in”: an expression or a list.")
    else:
        yield from known_keys(loop, f"{pointer}/for", ("each", "in", "at"), "for")
    yield from text_problem(task, "while", pointer)
    yield from _parallel_problems(task, pointer)
    yield from task_list_problems(task.get("do"), f"{pointer}/do", definition)


def _parallel_problems(task: JsonObject, pointer: str) -> Iterator[Problem]:
    metadata = task.get("metadata", {})
    if not isinstance(metadata, dict):
        return
    most = metadata.get("pointsman/maxConcurrency", 1)
    if isinstance(most, bool) or not isinstance(most, int) or most < 1:
        yield Problem(f"{pointer}/metadata/pointsman~1maxConcurrency", "must be a whole number, one or more.")
    if "while" in task and (metadata.get("pointsman/parallel") or metadata.get("parallel")):
        yield Problem(f"{pointer}/while", "cannot be used when the items run in parallel.")


def _fork(task: JsonObject, pointer: str, _scope: list[str], definition: JsonObject) -> Iterator[Problem]:
    fork = task["fork"]
    if not isinstance(fork, dict) or not isinstance(fork.get("compete", False), bool):
        yield Problem(f"{pointer}/fork", "must have “branches”, and “compete” only as true or false.")
        return
    yield from known_keys(fork, f"{pointer}/fork", ("branches", "compete"), "fork")
    branches = fork.get("branches")
    yield from task_list_problems(branches, f"{pointer}/fork/branches", definition)
    for index, item in enumerate(branches if isinstance(branches, list) else []):
        for name, branch in item.items() if isinstance(item, dict) else ():
            where = below(f"{pointer}/fork/branches/{index}", name)
            yield from then_problems(branch, where, []) if isinstance(branch, dict) else ()


def _wait(task: JsonObject, pointer: str, _scope: list[str], _definition: JsonObject) -> Iterator[Problem]:
    yield from duration_problems(task["wait"], f"{pointer}/wait")


def _listen(task: JsonObject, pointer: str, _scope: list[str], _definition: JsonObject) -> Iterator[Problem]:
    yield from listen_problems(task, pointer)


def _raise(task: JsonObject, pointer: str, _scope: list[str], definition: JsonObject) -> Iterator[Problem]:
    error = task["raise"].get("error") if isinstance(task["raise"], dict) else None
    if isinstance(error, str):
        yield from reference_problems(error, f"{pointer}/raise/error", "errors", definition)
    else:
        yield from error_problems(error, f"{pointer}/raise/error")


def _try(task: JsonObject, pointer: str, scope: list[str], definition: JsonObject) -> Iterator[Problem]:
    yield from task_list_problems(task["try"], f"{pointer}/try", definition)
    catch, where = task.get("catch"), f"{pointer}/catch"
    if not isinstance(catch, dict):
        yield Problem(where, "is missing.")
        return
    yield from known_keys(catch, where, ("errors", "as", "when", "exceptWhen", "retry", "do", "then"), "catch")
    yield from (problem for key in ("when", "exceptWhen", "as") for problem in text_problem(catch, key, where))
    yield from then_problems(catch, where, scope)
    errors = catch.get("errors", {"with": {}})
    if not isinstance(errors, dict) or set(errors) != {"with"} or not isinstance(errors["with"], dict):
        yield Problem(f"{where}/errors", "must be an object with “with”.")
    if isinstance(retry := catch.get("retry", {}), str):
        yield from reference_problems(retry, f"{where}/retry", "retries", definition)
    else:
        yield from retry_problems(retry, f"{where}/retry")
    if "do" in catch:
        yield from task_list_problems(catch["do"], f"{where}/do", definition)


def _call(task: JsonObject, pointer: str, _scope: list[str], _definition: JsonObject) -> Iterator[Problem]:
    yield from call_problems(task, pointer)


def _run(task: JsonObject, pointer: str, _scope: list[str], _definition: JsonObject) -> Iterator[Problem]:
    yield from run_problems(task["run"], pointer)


def _emit(_task: JsonObject, pointer: str, _scope: list[str], _definition: JsonObject) -> Iterator[Problem]:
    yield unsupported(f"{pointer}/emit", "emit")


_Check = Callable[[JsonObject, str, list[str], JsonObject], Iterator[Problem]]
_CHECKS: dict[str, _Check] = {
    "set": _set,
    "do": _do,
    "switch": _switch,
    "for": _for,
    "fork": _fork,
    "wait": _wait,
    "listen": _listen,
    "raise": _raise,
    "try": _try,
    "call": _call,
    "run": _run,
    "emit": _emit,
}
