"""The kinds of tasks, and the words that steer their flow."""

from domain.json_types import JsonObject

DIRECTIVES = ("continue", "exit", "end")
KINDS = ("set", "for", "do", "switch", "fork", "wait", "listen", "try", "raise", "run", "call", "emit")

_KINDS = frozenset(KINDS)


def kind_of_task(task: JsonObject) -> str | None:
    """The kind of a task: the first of the known kinds that it has (``for`` comes with a ``do`` of its own)."""
    found = None
    for key in task:
        if key in _KINDS and (found is None or KINDS.index(key) < KINDS.index(found)):
            found = key
    return found
