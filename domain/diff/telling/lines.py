"""From the changes between two definitions to lines in plain words."""

from collections.abc import Sequence

from domain.diff.model import Change
from domain.diff.telling.generic import generic_words
from domain.diff.telling.model import ChangeLine, Risk
from domain.json_types import JsonValue


def lines_of(changes: Sequence[Change], old: JsonValue, new: JsonValue) -> list[ChangeLine]:
    """One line for each change, in their order; ``changes`` is the ``diff`` of ``old`` and ``new``."""
    return [ChangeLine(generic_words(change), Risk.BEHAVIOUR, change.task, (change,)) for change in changes]
