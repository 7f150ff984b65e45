"""The sentences of a kind of part: what is said when it was added, removed or changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from domain.diff.model import Change, ChangeKind, Path
from domain.diff.telling.phrases import code, contrast, holds_secret, route, value
from domain.json_types import JsonValue

Show: TypeAlias = Callable[[JsonValue], str]


@dataclass(frozen=True)
class Part:
    """A part of a task or of the document, and how it is told.

    The texts may hold ``{owner}``, ``{new}``, ``{old}`` and ``{0}``, ``{1}`` for the steps that its pattern leaves
    open. An empty text stands for the usual sentence with the ``noun``. ``was`` shows the old value where that differs
    from how a new one is shown; ``owner`` replaces the task or document in which the part stands.
    """

    noun: str
    show: Show = value
    changed: str = ""
    added: str = ""
    removed: str = ""
    was: Show | None = None
    owner: str = "{owner}"


@dataclass(frozen=True)
class Found:
    """A part where it stands: ``steps`` are those its pattern left open, ``rest`` leads further inside of it."""

    part: Part
    owner: str
    steps: tuple[str, ...] = ()
    rest: Path = ()


_USUAL = {
    ChangeKind.ADDED: "{owner} now has {noun}: {new}",
    ChangeKind.REMOVED: "{owner} no longer has {noun}, it was {old}",
    ChangeKind.CHANGED: "{noun} of {owner} is now {new}, was {old}",
    ChangeKind.MOVED: "{noun} of {owner} moved from place {old} to place {new}",
    ChangeKind.RENAMED: "{noun} of {owner} was called {old}",
}
_INSIDE = {
    **_USUAL,
    ChangeKind.ADDED: "{noun} of {owner} was added: {new}",
    ChangeKind.REMOVED: "{noun} of {owner} was removed, it was {old}",
}
_HIDDEN = {
    ChangeKind.ADDED: "{noun} of {owner} was added",
    ChangeKind.REMOVED: "{noun} of {owner} was removed",
    ChangeKind.CHANGED: "{noun} of {owner} changed",
}


def sentence(found: Found, change: Change) -> str:
    """The words of one change at a part, or somewhere inside of it."""
    part, places = found.part, [code(step) for step in found.steps]
    given = {"owner": part.owner.format(*places, owner=found.owner), "noun": part.noun.format(*places)}
    if found.rest:
        given["noun"] = f"{route(found.rest)} in {given['noun']}"
    if change.kind in _HIDDEN and holds_secret(change.place):
        return _HIDDEN[change.kind].format(**given)
    return _text(found, change.kind).format(*places, **given, **_values(found, change))


def _text(found: Found, kind: ChangeKind) -> str:
    if found.rest:
        return _INSIDE[kind]
    own = {ChangeKind.ADDED: found.part.added, ChangeKind.REMOVED: found.part.removed}
    own[ChangeKind.CHANGED] = found.part.changed
    return own.get(kind) or _USUAL[kind]


def _values(found: Found, change: Change) -> dict[str, str]:
    if change.kind is ChangeKind.MOVED:
        old, new = (_number(path) for path in (change.before, change.after))
    elif found.rest:
        old, new = contrast(change.old, change.new)
    else:
        show, was = found.part.show, found.part.was or found.part.show
        old, new = was(change.old), show(change.new)
        if change.kind is ChangeKind.CHANGED and show(change.old) == new:
            old, new = contrast(change.old, change.new)
    return {"old": old, "new": new}


def _number(path: Path | None) -> str:
    """The place in an array, counted from one."""
    return str(path[-1] + 1) if path and isinstance(path[-1], int) else "?"
