"""Where things stand in a text."""

from bisect import bisect_right
from typing import NamedTuple

from domain.errors import InvalidInput
from domain.findings import Place


class Spot(NamedTuple):
    """A value in a source by its JSON Pointer; ``key_at`` is where its key begins, for a member of an object."""

    pointer: str
    key_at: int | None
    value_at: int


class Unreadable(InvalidInput):
    """A text that is no JSON or YAML; ``reason`` says why, ``place`` where reading ended, if that is known."""

    def __init__(self, where: str, syntax: str, what: str, place: Place | None) -> None:
        at = f" at line {place.line}, column {place.column}" if place else ""
        super().__init__(where, f"not valid {syntax}{at}: {what}")
        self.reason, self.place = what, place


class Lines:
    """The lines of a text, to turn offsets into places."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def place(self, offset: int) -> Place:
        """The line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column that are counted from zero."""
        return self._starts[min(line, len(self._starts) - 1)] + column
