"""Finds what a part of a task or of the document is called, by the way to it."""

from domain.diff.model import Path
from domain.diff.telling.document_parts import DOCUMENT_PARTS
from domain.diff.telling.phrases import code
from domain.diff.telling.place import Place
from domain.diff.telling.task_parts import TASK_PARTS
from domain.diff.telling.wording import Found, Part


class Parts:
    """Finds the part that a path leads to, the longest known way first."""

    def __init__(self, table: dict[str, Part]) -> None:
        self._root: _Branch = _Branch({}, None)
        for pattern, part in table.items():
            branch = self._root
            for step in pattern.split("/"):
                branch = branch.below.setdefault(step.replace("\\", "/"), _Branch({}, None))
            branch.part = part

    def find(self, path: Path, owner: str) -> Found | None:
        """The part at ``path``, or the nearest around it; None where nothing around it is known."""
        branch, open_steps, best = self._root, list[str](), None
        for length, step in enumerate(path, 1):
            following = branch.below.get(step) if isinstance(step, str) else branch.below.get("#")
            if following is None and isinstance(step, str) and (following := branch.below.get("*")):
                open_steps.append(step)
            if following is None:
                break
            branch = following
            if branch.part:
                best = Found(branch.part, owner, tuple(open_steps), path[length:])
        return best


class _Branch:
    """One step in the table."""

    def __init__(self, below: "dict[str, _Branch]", part: Part | None) -> None:
        self.below = below
        self.part = part


_OF_TASKS = Parts(TASK_PARTS)
_OF_DOCUMENTS = Parts(DOCUMENT_PARTS)


def part_at(place: Place) -> Found | None:
    """The part that ``place`` is, or the nearest around it; None where nothing around it is known."""
    if place.name is None:
        return _OF_DOCUMENTS.find(place.inner, "the workflow")
    return _OF_TASKS.find(place.inner, code(place.name))
