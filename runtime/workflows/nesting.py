"""How the notes of a run nest."""

from collections.abc import Iterator
from typing import Any

_NESTING = frozenset({"do", "task", "own", "inside", "branches", "turns", "body", "recovery", "function"})
"""Members of notes that hold notes again; all others hold data."""


def nested_in(notes: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The notes directly inside these."""
    for key, inner in notes.items():
        if key in _NESTING:
            yield from inner if isinstance(inner, list) else [inner]
