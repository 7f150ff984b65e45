"""Where in a definition a path leads: to which task, and to what of it."""

from dataclasses import dataclass

from domain.diff.following import at
from domain.diff.model import Path, pointer
from domain.json_types import JsonObject, JsonValue

TASK_LISTS: tuple[Path, ...] = (("do",), ("try",), ("fork", "branches"), ("catch", "do"))
"""Where lists of tasks stand: the first also in the document itself."""
FUNCTIONS: Path = ("use", "functions")


@dataclass(frozen=True)
class Place:
    """``inner`` is the way from the innermost task, or from the document, to what the path leads to.

    ``names`` are the tasks on the way, the innermost last; ``holder`` is the JSON in which ``inner`` begins.
    """

    names: tuple[str, ...]
    task: Path
    inner: Path
    holder: JsonValue

    @property
    def name(self) -> str | None:
        """The innermost task, None outside of all tasks."""
        return self.names[-1] if self.names else None

    @property
    def reference(self) -> str | None:
        """The JSON Pointer of that task."""
        return pointer(self.task) if self.names else None

    @property
    def is_entry(self) -> bool:
        """True where the path leads to an entry of a list of tasks: one task, seen from its list."""
        return self.inner[:-1] in TASK_LISTS and isinstance(self.inner[-1], int)


def place_of(definition: JsonValue, path: Path) -> Place:
    """Where ``path`` leads in ``definition``, which need not be valid."""
    names: tuple[str, ...] = ()
    holder, start = definition, 0
    while (length := _steps_to_task(path[start:], is_document=not names)) is not None:
        start += length
        holder = at(holder, path[start - length : start])
        names = (*names, str(path[start - 1]))
    return Place(names, path[:start], path[start:], holder)


def only_task(entry: JsonValue) -> tuple[str, JsonObject] | None:
    """Name and definition of the task that an entry of a list is, None when it is none."""
    if not isinstance(entry, dict) or len(entry) != 1:
        return None
    ((name, task),) = entry.items()
    return name, task if isinstance(task, dict) else {}


def is_open_workflow(definition: JsonValue) -> bool:
    """True for a definition of the Open Workflow language: it says which version of the language it is in."""
    return at(definition, ("document", "dsl")) is not None


def _steps_to_task(path: Path, *, is_document: bool) -> int | None:
    """How many steps of ``path`` lead to the next task below; None when it leads to none."""
    lists = (("do",),) if is_document else TASK_LISTS
    for listed in lists:
        size = len(listed)
        if path[:size] == listed and [*map(type, path[size : size + 2])] == [int, str]:
            return size + 2
    if is_document and path[:2] == FUNCTIONS and len(path) > 2 and isinstance(path[2], str):
        return 3
    return None
