"""The words of a structural diff."""

from dataclasses import dataclass
from enum import StrEnum

from domain.json_types import JsonValue

Path = tuple[str | int, ...]


class ChangeKind(StrEnum):
    """What happened to a value."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"
    MOVED = "MOVED"
    RENAMED = "RENAMED"


@dataclass(frozen=True)
class Change:
    """One change; ``before`` is the place in the old value and ``after`` in the new one, None where it is not.

    An element of an array that moved is one change, whatever changed inside it are further ones. A task that has
    another name is RENAMED: both paths end with its name, ``old`` and ``new`` are the names, and what changed inside it
    follows.
    ``task`` names the task it belongs to, None outside of all tasks.
    """

    kind: ChangeKind
    before: Path | None
    after: Path | None
    old: JsonValue = None
    new: JsonValue = None
    task: str | None = None

    @property
    def place(self) -> Path:
        """Where a reader looks for it: in the new value, or in the old one when it is gone."""
        return self.after if self.after is not None else self.before or ()


def pointer(path: Path) -> str:
    """``path`` as a JSON Pointer (RFC 6901); the whole value is the empty text."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)
