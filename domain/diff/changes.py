"""The changes that a tree of edits amounts to, one after the other, each with the task it belongs to."""

from collections.abc import Iterator

from domain.diff.edits import Edit
from domain.diff.identity import NAMES
from domain.diff.model import Change, ChangeKind
from domain.json_types import JsonValue

_TASK_LISTS = frozenset({"do", "try", "branches"})
"""The keys of lists of tasks in Open Workflow (DSL reference: do, for, fork, listen, try)."""


def changes_of(root: Edit) -> Iterator[Change]:
    """All changes in the order of the new value."""
    in_tasks = _is_open_workflow(root.old) or _is_open_workflow(root.new)
    waiting: list[tuple[Edit, str | None]] = [(root, None)]
    while waiting:
        edit, outer = waiting.pop()
        task = _name(edit, in_tasks) or outer
        if edit.is_changed:
            yield from _own_changes(edit, task)
        if edit.inner:
            waiting += [(each, task) for each in edit.inner[::-1]]


def _own_changes(edit: Edit, task: str | None) -> Iterator[Change]:
    """What changed about a part itself, without what changed inside."""
    line = edit.line()
    before = tuple([each.before for each in line if each.before is not None])
    after = tuple([each.after for each in line if each.after is not None])
    if edit.is_gone:
        yield Change(ChangeKind.REMOVED, before, None, old=edit.old, task=task)
    if edit.is_new:
        yield Change(ChangeKind.ADDED, None, after, new=edit.new, task=task)
    if edit.moved:
        yield Change(ChangeKind.MOVED, before, after, edit.old, edit.new, task)
    if edit.is_renamed:
        yield Change(ChangeKind.RENAMED, before, after, edit.before, edit.after, task)
    if edit.replaced:
        yield Change(ChangeKind.CHANGED, before, after, edit.old, edit.new, task)


def _is_open_workflow(value: JsonValue) -> bool:
    document = value.get("document") if isinstance(value, dict) else None
    return isinstance(document, dict) and "dsl" in document


def _name(edit: Edit, in_tasks: bool) -> str | None:
    """The name of the task that a part is, None where it is none.

    In Open Workflow those are the elements of lists of tasks. Elsewhere nothing tells what a step is, and each element
    of an array that has a name, a key or an id of its own counts as one.
    """
    step = edit.before if edit.after is None else edit.after
    if not isinstance(step, int) or edit.parent is None:
        return None
    value = edit.old if edit.after is None else edit.new
    if in_tasks:
        within = edit.parent.after
        return next(iter(value)) if within in _TASK_LISTS and isinstance(value, dict) and len(value) == 1 else None
    return next((name for naming in _NAMING if isinstance(name := naming(value), str)), None)


_NAMING = (NAMES[0], NAMES[2], NAMES[4], NAMES[1], NAMES[3])
