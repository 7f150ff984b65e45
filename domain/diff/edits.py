"""The tree of what changed: the parts of two values that belong together, wherever something in them differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from domain.json_types import JsonValue

Step: TypeAlias = str | int
Path: TypeAlias = tuple[Step, ...]


@dataclass(eq=False, slots=True)
class Edit:
    """A part of the old value and its counterpart in the new one.

    ``before`` and ``after`` are its key or index in its container on either side, None on the side that lacks it. An
    element of an array is ``moved`` when its order among those that both sides have is another. ``inner`` are the edits
    within two containers; where there are none, the new part replaces the old one, unless the part only moved or has
    another key.
    """

    parent: "Edit | None"
    before: Step | None
    after: Step | None
    old: JsonValue = None
    new: JsonValue = None
    moved: bool = False
    replaced: bool = False
    inner: "Sequence[Edit]" = ()

    @property
    def is_gone(self) -> bool:
        """Only the old side has it."""
        return self.after is None and self.parent is not None

    @property
    def is_new(self) -> bool:
        """Only the new side has it."""
        return self.before is None and self.parent is not None

    @property
    def stays(self) -> bool:
        """An element of an array that both sides have, in the same order among the others."""
        return self.before is not None and self.after is not None and not self.moved

    @property
    def is_renamed(self) -> bool:
        """An entry of an object under another key."""
        return isinstance(self.before, str) and isinstance(self.after, str) and self.before != self.after

    @property
    def is_changed(self) -> bool:
        """It differs itself, beside what differs within it."""
        if self.before == self.after or self.replaced or self.moved:
            return self.replaced or self.moved
        return self.before is None or self.after is None or isinstance(self.before, str)

    @property
    def is_touched(self) -> bool:
        """It differs, or something within it does."""
        return bool(self.inner) or self.is_changed

    def old_path(self) -> Path:
        """Its place in the old value."""
        return tuple([edit.before for edit in self.line() if edit.before is not None])

    def new_path(self) -> Path:
        """Its place in the new value."""
        return tuple([edit.after for edit in self.line() if edit.after is not None])

    def line(self) -> "list[Edit]":
        """The edits that lead to it from below the root, itself last."""
        found = []
        edit = self
        while edit.parent is not None:
            found.append(edit)
            edit = edit.parent
        found.reverse()
        return found
