"""A definition as a tree of tasks, however odd it is: what cannot be understood is kept and marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.definition_graph.kinds import Kind, kind_of
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.shape import below

DEEPEST = 30
PART_OF_TASKS = 25
PART_OF_BRANCHES = 8


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
    """Tasks of one scope. ``entries`` are what is drawn: the tasks, or the parts into which a long list is cut."""

    reference: str
    role: ListRole
    tasks: tuple[Task, ...]
    entries: tuple[Task, ...]


def read_tasks(definition: JsonValue, long: int = PART_OF_TASKS) -> TaskList:
    """The tasks of a definition; lists of more than ``long`` tasks are cut into parts."""
    listed = definition.get("do") if isinstance(definition, dict) else None
    return _list(listed, "/do", ListRole.BODY, long, 0)


def _list(listed: JsonValue, reference: str, role: ListRole, long: int, depth: int) -> TaskList:
    items = listed if isinstance(listed, list) else []
    tasks = tuple(_item(item, f"{reference}/{index}", long, depth) for index, item in enumerate(items))
    most = PART_OF_BRANCHES if role is ListRole.BRANCHES else long
    entries = tasks if len(tasks) <= most + 2 else tuple(_parts(tasks, reference, role, most))
    return TaskList(reference, role, tasks, entries)


def _parts(tasks: Sequence[Task], reference: str, role: ListRole, most: int) -> list[Task]:
    parts = []
    word = "Branches" if role is ListRole.BRANCHES else "Tasks"
    for start in range(0, len(tasks), most):
        inside = tuple(tasks[start : start + most])
        last = start + len(inside)
        name = f"{word} {start + 1} to {last}" if len(inside) > 1 else f"{word[:-1]} {last}"
        key = f"{reference}#{start}-{last - 1}"
        size = sum(1 + task.size for task in inside)
        parts.append(Task(key, name, Kind.PART, {}, (TaskList(key, role, inside, inside),), size=size))
    return parts


def _item(item: JsonValue, reference: str, long: int, depth: int) -> Task:
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
    if depth >= DEEPEST:
        return Task(where, name, kind, task, problem="is nested too deeply to be drawn further")
    lists = tuple(found for found in _lists(task, kind, where, long, depth + 1) if found.tasks)
    size = sum(1 + each.size for found in lists for each in found.tasks)
    empty = kind in (Kind.DO, Kind.FOR, Kind.FORK, Kind.TRY) and not any(
        found.role is not ListRole.CATCH for found in lists
    )
    return Task(where, name, kind, task, () if empty else lists, "has no tasks" if empty else "", size)


def _lists(task: JsonObject, kind: Kind, where: str, long: int, depth: int) -> list[TaskList]:
    def read(listed: JsonValue, step: str, role: ListRole = ListRole.BODY) -> TaskList:
        return _list(listed, where + step, role, long, depth)

    if kind in (Kind.DO, Kind.FOR):
        return [read(task.get("do"), "/do")]
    if kind is Kind.FORK:
        fork = task["fork"]
        branches = fork.get("branches") if isinstance(fork, dict) else None
        return [read(branches, "/fork/branches", ListRole.BRANCHES)]
    if kind is Kind.TRY:
        catch = task.get("catch")
        handled = catch.get("do") if isinstance(catch, dict) else None
        return [read(task["try"], "/try"), read(handled, "/catch/do", ListRole.CATCH)]
    return []


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
