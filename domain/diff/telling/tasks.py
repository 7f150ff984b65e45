"""Sentences about tasks and branches as a whole: added, removed, moved, renamed."""

from dataclasses import dataclass

from domain.definition_graph.describing import line_of
from domain.definition_graph.kinds import LOOKS, kind_of
from domain.definition_graph.reading import Task
from domain.definition_graph.texts import count, items
from domain.diff.following import at
from domain.diff.model import Change, ChangeKind, Path
from domain.diff.telling.phrases import code, expression
from domain.diff.telling.place import FUNCTIONS, Place, only_task
from domain.diff.telling.shows import target
from domain.json_types import JsonObject, JsonValue

BRANCHES = ("fork", "branches")
CASES = ("switch",)


@dataclass(frozen=True)
class Standing:
    """An entry where it stands: its number in its list, counted from one, and the name before it."""

    number: int
    after: str | None

    @property
    def words(self) -> str:
        """Such as ``after `charge```."""
        return f"after {code(self.after)}" if self.after is not None else "at the beginning"


def task_words(change: Change, place: Place, old: JsonValue, new: JsonValue) -> str | None:
    """The sentence when ``change`` is about a whole task or branch, else None."""
    if change.kind is ChangeKind.RENAMED:
        return _renamed(change, place)
    if place.inner[:-1] == FUNCTIONS and not place.names:
        return None
    listed = place.inner[:-1]
    if not (place.is_entry or (listed == CASES and place.names and isinstance(place.inner[-1], int))):
        return None
    named = only_task(change.new if change.after is not None else change.old)
    if named is None:
        return None
    before, after = _standing(old, change.before), _standing(new, change.after)
    subject = _subject(named[0], place, listed)
    if change.kind is ChangeKind.MOVED and before and after:
        return _moved(subject, before, after)
    if change.kind is ChangeKind.ADDED and after:
        return f"{subject} was added{_where(place, listed, after)}{_told(*named, listed)}"
    if change.kind is ChangeKind.REMOVED and before:
        return f"{subject} was removed, it stood {before.words}{_told(*named, listed)}"
    return None


def _renamed(change: Change, place: Place) -> str | None:
    if not isinstance(change.old, str) or not isinstance(change.new, str):
        return None
    if not place.inner:
        return f"{code(change.new)} was called {code(change.old)}"
    if place.inner[:1] == CASES and len(place.inner) == 3 and place.name is not None:
        return f"branch {code(change.new)} of {code(place.name)} was called {code(change.old)}"
    return None


def _subject(name: str, place: Place, listed: Path) -> str:
    if listed not in (BRANCHES, CASES) or place.name is None:
        return code(name)
    return f"branch {code(name)} of {code(place.name)}"


def _where(place: Place, listed: Path, standing: Standing) -> str:
    """In which list, where that is not told by the subject, and after what."""
    inside = place.name is not None and listed not in (BRANCHES, CASES)
    holder = f" to what {code(place.name or '')} does after an error" if listed == ("catch", "do") else ""
    return f"{holder or (f' in {code(place.name)}' if inside and place.name else '')} {standing.words}"


def _moved(subject: str, before: Standing, after: Standing) -> str:
    if before.after != after.after:
        return f"{subject} moved {_to(after)}, it stood {before.words}"
    beside = f", {after.words} as before" if after.after is not None else ""
    return f"{subject} moved from place {before.number} to place {after.number}{beside}"


def _to(standing: Standing) -> str:
    return standing.words if standing.after is not None else "to the beginning"


def _told(name: str, task: JsonObject, listed: Path) -> str:
    """What it is, in parentheses."""
    if listed == CASES:
        when = f"when {expression(task['when'])}" if "when" in task else "otherwise"
        return f" ({when}, goes to {target(task.get('then', 'continue'))})"
    kind = kind_of(task)
    line = line_of(Task("", name, kind, task))
    inside = sum(len(items(at(task, path))) for path in (("do",), ("try",), BRANCHES, ("catch", "do")))
    told = [LOOKS[kind].word, code(line) if line else "", f"{count(inside, 'task')} inside" if inside else ""]
    return f" ({', '.join(text for text in told if text)})"


def _standing(definition: JsonValue, path: Path | None) -> Standing | None:
    if not path or not isinstance(path[-1], int):
        return None
    index = path[-1]
    before = only_task(at(definition, (*path[:-1], index - 1))) if index else None
    if index and before is None:
        return Standing(index + 1, f"no. {index}")
    return Standing(index + 1, before[0] if before else None)
