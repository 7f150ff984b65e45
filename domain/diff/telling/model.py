"""One line in plain words about a change."""

from dataclasses import dataclass
from enum import StrEnum

from domain.diff.model import Change
from domain.looks import Look


class Risk(StrEnum):
    """What a change may do to others, the worst first."""

    BREAKING = "BREAKING"
    """Those who start the workflow or read its output may have to change something."""
    BEHAVIOUR = "BEHAVIOUR"
    """New executions take another way or do something else."""
    COSMETIC = "COSMETIC"
    """People read something else; the engine does the same."""


RISKS = {
    Risk.BREAKING: Look("Breaking for callers", "!", "red"),
    Risk.BEHAVIOUR: Look("Behaviour", "±", "orange"),
    Risk.COSMETIC: Look("Cosmetic", "○", "gray"),
}


@dataclass(frozen=True)
class ChangeLine:
    """What one change means. ``changes`` are several where only all together tell it, such as the units of a duration.

    Between backticks in ``words`` stand names and values of the definition, and nowhere else: see ``pieces``.
    ``task`` is the name of the innermost task, None outside of all tasks. ``reference`` is the JSON Pointer of that
    task in the new definition, in the old one when it is gone.
    """

    words: str
    risk: Risk
    task: str | None
    changes: tuple[Change, ...]
    reference: str | None = None

    @property
    def change(self) -> Change:
        """The change, the first where they are several."""
        return self.changes[0]


def pieces(words: str) -> list[tuple[str, bool]]:
    """The pieces of a line's words, each with whether it is a name or value: what renderers set in another type."""
    return [(text, bool(place % 2)) for place, text in enumerate(words.split("`")) if text]
