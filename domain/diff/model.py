"""The words of a structural diff."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, overload

from domain.diff.edits import Edit, Path
from domain.diff.folding import Run, unchanged_runs
from domain.json_types import JsonValue

__all__ = ["Change", "ChangeKind", "Diff", "Path", "Run", "pointer"]


class ChangeKind(StrEnum):
    """What happened to a value."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"
    MOVED = "MOVED"
    RENAMED = "RENAMED"


class Change(NamedTuple):
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


@dataclass(frozen=True)
class Diff(Sequence[Change]):
    """All changes from ``old`` to ``new`` in the order of the new value; empty, and so false, when the two are equal.

    What is gone stands where it was, and what changed inside of something that moved or has another name follows it.
    """

    old: JsonValue
    new: JsonValue
    changes: tuple[Change, ...]
    root: Edit = field(repr=False, compare=False)

    @property
    def counts(self) -> Counter[ChangeKind]:
        """How many changes there are of each kind."""
        return Counter(change.kind for change in self.changes)

    @cached_property
    def unchanged(self) -> tuple[Run, ...]:
        """The runs of neighbours that are the same on both sides, to be folded; found when first asked for."""
        return tuple(unchanged_runs(self.root))

    def __len__(self) -> int:
        return len(self.changes)

    @overload
    def __getitem__(self, index: int) -> Change: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Change, ...]: ...

    def __getitem__(self, index: int | slice) -> Change | tuple[Change, ...]:
        return self.changes[index]


def pointer(path: Path) -> str:
    """``path`` as a JSON Pointer (RFC 6901); the whole value is the empty text."""
    return "".join([f"/{_escaped(step) if isinstance(step, str) else step}" for step in path])


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key
