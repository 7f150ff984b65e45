"""A definition as a tree of tasks, however odd it is: what cannot be understood is kept and marked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.definition_graph.kinds import Kind, kind_of
from domain.definition_graph.texts import part
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.shape import below

DEEPEST = 30
SCOPES = frozenset({Kind.DO, Kind.FOR, Kind.FORK, Kind.TRY})


class ListRole(StrEnum):
    """Which list of a task a list is."""

    BODY = "body"
    BRANCHES = "branches"
    CATCH = "catch"


@dataclass(frozen=True)
class Task:
    """One task, or a part of a long list that is drawn like one; ``size`` counts the tasks inside it."""

    reference: str
    name: str
    kind: Kind
    definition: JsonObject
    lists: tuple["TaskList", ...] = ()
    problem: str = ""
    size: int = 0


@dataclass(frozen=True)
class TaskList:
    """Tasks of one scope. ``entries`` are what is drawn: the tasks themselves, or the parts of a list that was cut."""

    reference: str
    role: ListRole
    tasks: tuple[Task, ...]
    entries: tuple[Task, ...]


def read_tasks(definition: JsonValue) -> TaskList:
    """The tasks of a definition."""
    return _list(definition.get("do") if isinstance(definition, dict) else None, "/do", ListRole.BODY, 0)


def _list(listed: JsonValue, reference: str, role: ListRole, depth: int) -> TaskList:
    items = listed if isinstance(listed, list) else ()
    tasks = tuple([_item(item, f"{reference}/{index}", depth) for index, item in enumerate(items)])
    return TaskList(reference, role, tasks, tasks)


def _item(item: JsonValue, reference: str, depth: int) -> Task:
    if not isinstance(item, dict) or len(item) != 1:
        number = int(reference.rpartition("/")[2]) + 1
        return Task(reference, f"Entry {number}", Kind.UNKNOWN, {}, problem="is no named task")
    ((name, task),) = item.items()
    where = below(reference, name)
    if not isinstance(task, dict):
        return Task(where, name, Kind.UNKNOWN, {}, problem="is no object")
    kind = kind_of(task)
    if kind is Kind.UNKNOWN:
        return Task(where, name, kind, task, problem="has no known kind")
    return _scope(Task(where, name, kind, task), depth) if kind in SCOPES else Task(where, name, kind, task)


def _scope(task: Task, depth: int) -> Task:
    if depth >= DEEPEST:
        return replace(task, problem="is nested too deeply to be drawn further")
    lists = tuple(found for found in _lists(task, depth + 1) if found.tasks)
    if not any(found.role is not ListRole.CATCH for found in lists):
        return replace(task, problem="has no tasks")
    return replace(task, lists=lists, size=sum(1 + each.size for found in lists for each in found.tasks))


def _lists(task: Task, depth: int) -> Iterator[TaskList]:
    found = task.definition
    if task.kind is Kind.FORK:
        yield _list(part(found, "fork", "branches"), f"{task.reference}/fork/branches", ListRole.BRANCHES, depth)
    elif task.kind is Kind.TRY:
        yield _list(found["try"], f"{task.reference}/try", ListRole.BODY, depth)
        yield _list(part(found, "catch", "do"), f"{task.reference}/catch/do", ListRole.CATCH, depth)
    else:
        yield _list(found.get("do"), f"{task.reference}/do", ListRole.BODY, depth)


def task_at(definition: JsonValue, reference: str) -> JsonValue:
    """What stands at a reference (RFC 6901); None where there is nothing."""
    found = definition
    for step in reference.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(found, dict):
            found = found.get(key)
        elif isinstance(found, list) and key.isdecimal() and int(key) < len(found):
            found = found[int(key)]
        else:
            return None
    return found
