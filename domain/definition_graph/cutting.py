"""Cuts long lists of tasks into parts, each of which can fold as a scope does."""

from collections.abc import Iterator
from dataclasses import replace

from domain.definition_graph.kinds import Kind
from domain.definition_graph.reading import ListRole, Task, TaskList

TASKS_IN_A_PART = 25
BRANCHES_IN_A_PART = 8
_LEEWAY = 2


def cut_long_lists(tasks: TaskList, in_a_part: int = TASKS_IN_A_PART) -> TaskList:
    """The same tasks with parts as the entries of every list that is long; flow and references stay as they were.

    Branches lie side by side, so that a part of them is small whatever ``in_a_part`` says.
    """
    inside = tuple(_cut_inside(task, in_a_part) for task in tasks.tasks)
    most = BRANCHES_IN_A_PART if tasks.role is ListRole.BRANCHES else in_a_part
    if len(inside) <= most + _LEEWAY:
        return replace(tasks, tasks=inside, entries=inside) if inside != tasks.tasks else tasks
    return replace(tasks, tasks=inside, entries=tuple(_parts(replace(tasks, tasks=inside), most)))


def _cut_inside(task: Task, in_a_part: int) -> Task:
    if not task.lists:
        return task
    lists = tuple(cut_long_lists(listed, in_a_part) for listed in task.lists)
    return replace(task, lists=lists)


def _parts(tasks: TaskList, most: int) -> Iterator[Task]:
    word = "Branch" if tasks.role is ListRole.BRANCHES else "Task"
    words = "Branches" if tasks.role is ListRole.BRANCHES else "Tasks"
    for start in range(0, len(tasks.tasks), most):
        inside = tasks.tasks[start : start + most]
        last = start + len(inside)
        name = f"{words} {start + 1} to {last}" if len(inside) > 1 else f"{word} {last}"
        key = f"{tasks.reference}#{start}-{last - 1}"
        size = sum(1 + task.size for task in inside)
        yield Task(key, name, Kind.PART, {}, (TaskList(key, tasks.role, inside, inside),), size=size)
