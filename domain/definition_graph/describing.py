"""What a task does, in one short line, and the conditions under which it does it."""

import re
from collections.abc import Callable

from domain.definition_graph.kinds import LOOKS, Kind
from domain.definition_graph.reading import ListRole, Task
from domain.definition_graph.retrying import caught, retried
from domain.definition_graph.texts import count, duration, few, items, joined, keys, part, plain, time_limit
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.redacting import unsecret

PARALLEL = ("pointsman/parallel", "parallel")
_SCHEME = re.compile(r"^https?://", re.IGNORECASE)


def line_of(task: Task) -> str:
    """Such as ``POST registry.example/names``, ``wait 5 days``, ``form: 3 fields``."""
    describe = _LINES.get(task.kind)
    return describe(task.definition) if describe else ""


def marks_of(task: Task, definition: JsonValue) -> tuple[str, ...]:
    """Condition, ``while``, side by side, time limit: what holds for the whole task."""
    found = task.definition
    marks = [
        f"if {plain(found['if'])}" if "if" in found else "",
        f"while {plain(found['while'])}" if task.kind is Kind.FOR and "while" in found else "",
        _side_by_side(found) if task.kind is Kind.FOR else "",
        time_limit(found, definition),
    ]
    return tuple(mark for mark in marks if mark)


def is_parallel(task: JsonObject) -> bool:
    """True for a loop that runs its items side by side."""
    return any(part(task, "metadata", key) is True for key in PARALLEL)


def catch_of(task: Task, definition: JsonValue) -> tuple[str, str, str]:
    """(title, line, what becomes of an error that nobody handles) of the catch path of a ``try``."""
    catch = task.definition.get("catch")
    handled = any(found.role is ListRole.CATCH for found in task.lists)
    policy = retried(catch, definition)
    rest = "" if handled else "raised again after that" if policy else "then goes on"
    return f"Catch {caught(catch)}", policy, rest


def _side_by_side(task: JsonObject) -> str:
    if not is_parallel(task):
        return ""
    most = part(task, "metadata", "pointsman/maxConcurrency")
    return f"side by side, at most {most} at once" if isinstance(most, int) else "side by side"


def _http(task: JsonObject) -> str:
    endpoint = part(task, "with", "endpoint")
    uri = part(endpoint, "uri") if isinstance(endpoint, dict) else endpoint
    method = part(task, "with", "method")
    return f"{str(method or '?').upper()} {_SCHEME.sub('', unsecret(plain(uri))) if uri is not None else 'nowhere'}"


def _function(task: JsonObject) -> str:
    call, given = plain(task["call"]), task.get("with")
    operation = next(
        (key for key in ("operationId", "method", "tool", "skill") if isinstance(part(given, key), str)), ""
    )
    return joined(call, plain(part(given, operation)) if operation else "")


def _human(task: JsonObject) -> str:
    given = task.get("with")
    assignee = part(given, "assignee")
    groups = part(given, "candidateGroups")
    who = plain(assignee) if assignee is not None else few([plain(each) for each in items(groups)], 2)
    fields = keys(part(given, "form", "properties"))
    due = part(given, "dueIn")
    return joined(
        who or ("" if groups is None else plain(groups)),
        f"form: {count(len(fields), 'field')}" if fields else "",
        f"due in {duration(due)}" if due is not None else "",
    )


def _set(task: JsonObject) -> str:
    return few(keys(task["set"])) or plain(task["set"])


def _wait(task: JsonObject) -> str:
    return f"wait {duration(task['wait'])}"


def _listen(task: JsonObject) -> str:
    to = part(task, "listen", "to")
    until = part(to, "until")
    ends = "" if until is None else f"until {plain(until)}" if isinstance(until, str) else "until another event"
    if part(to, "one") is not None:
        return joined(_event(part(to, "one")), ends)
    for word in ("any", "all"):
        listed = part(to, word)
        if listed is None:
            continue
        names = [_event(each) for each in items(listed)]
        what = f"{word} of {len(names)} events" if len(names) > 1 else names[0] if names else "any event"
        return joined(what, ends)
    return "for nothing"


def _event(value: JsonValue) -> str:
    wanted = part(value, "with")
    named = part(wanted, "type") or part(wanted, "source") or wanted
    return plain(named) if named else "any event"


def _emit(task: JsonObject) -> str:
    return _event(part(task, "emit", "event"))


def _raise(task: JsonObject) -> str:
    error = part(task, "raise", "error")
    if not isinstance(error, dict):
        return "" if error is None else plain(error)
    named = error.get("title") or error.get("type")
    return joined("" if named is None else plain(named), plain(error["status"]) if "status" in error else "")


def _workflow(task: JsonObject) -> str:
    called = part(task, "run", "workflow")
    name, version = part(called, "name"), part(called, "version")
    words = " ".join(plain(each) for each in (name, version) if each is not None)
    return joined(words, "goes on at once" if part(task, "run", "await") is False else "")


def _process(task: JsonObject) -> str:
    return few(keys(task["run"]))


def _switch(task: JsonObject) -> str:
    return count(len(items(task["switch"])), "case")


def _for(task: JsonObject) -> str:
    loop = task["for"]
    each = part(loop, "each")
    listed = part(loop, "in")
    inside = count(len(listed), "listed value") if isinstance(listed, list) else plain(listed) if listed else "nothing"
    return f"for each {'item' if each is None else plain(each)} in {inside}"


def _fork(task: JsonObject) -> str:
    branches = count(len(items(part(task, "fork", "branches"))), "branch", "branches")
    return f"{branches}, the first to end wins" if part(task, "fork", "compete") is True else f"{branches} side by side"


_LINES: dict[Kind, Callable[[JsonObject], str]] = {
    Kind.HTTP: _http,
    Kind.FUNCTION: _function,
    Kind.HUMAN: _human,
    Kind.SET: _set,
    Kind.WAIT: _wait,
    Kind.LISTEN: _listen,
    Kind.EMIT: _emit,
    Kind.RAISE: _raise,
    Kind.WORKFLOW: _workflow,
    Kind.PROCESS: _process,
    Kind.SWITCH: _switch,
    Kind.FOR: _for,
    Kind.FORK: _fork,
}


def tooltip_of(title: str, kind: Kind, line: str, marks: tuple[str, ...], problem: str) -> str:
    """The whole of what a node says, nothing shortened."""
    return joined(title, LOOKS[kind].word, line, *marks, problem)
