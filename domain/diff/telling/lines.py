"""From the changes between two definitions to lines in plain words."""

from collections.abc import Sequence
from dataclasses import replace

from domain.diff.following import Following
from domain.diff.model import Change, ChangeKind, pointer
from domain.diff.telling.durations import Told, duration_words, grouped
from domain.diff.telling.generic import generic_words
from domain.diff.telling.model import ChangeLine, Risk
from domain.diff.telling.parts import part_at
from domain.diff.telling.phrases import code
from domain.diff.telling.place import Place, is_open_workflow, only_task, place_of
from domain.diff.telling.risk import Mirror, mirror_of, risk_of, same_meaning
from domain.diff.telling.schemas import schema_words
from domain.diff.telling.tasks import task_words
from domain.diff.telling.wording import sentence
from domain.json_types import JsonValue


def lines_of(changes: Sequence[Change], old: JsonValue, new: JsonValue) -> list[ChangeLine]:
    """What each of ``changes``, the ``diff`` of two definitions, means; in their order, and each in exactly one line.

    Of definitions that are not of the Open Workflow language, only what changed and where is told.
    """
    if not (is_open_workflow(old) and is_open_workflow(new)):
        return [ChangeLine(generic_words(each), Risk.BEHAVIOUR, each.task, (each,)) for each in changes]
    following = Following(changes, old, new)
    told = [(each, _place(each, following, old, new)) for each in changes]
    mirror = mirror_of(old, new)
    return [_line(group, old, new, mirror) for group in grouped(told)]


def _place(change: Change, following: Following, old: JsonValue, new: JsonValue) -> Place:
    """Where a change is; what is gone from a task that stays is told under the task's present name and place."""
    if change.after is not None:
        return place_of(new, change.after)
    place = place_of(old, change.place)
    task = following.follow(place.task) if place.names else None
    return replace(place, names=(*place.names[:-1], str(task[-1])), task=task) if task else place


def _line(group: Sequence[Told], old: JsonValue, new: JsonValue, mirror: Mirror) -> ChangeLine:
    changes = tuple(change for change, _ in group)
    change, place = group[0]
    name, reference = _task_of(change, place)
    duration = duration_words(changes, place, old, new)
    if duration is not None:
        risk = Risk.COSMETIC if duration[1] else Risk.BEHAVIOUR
        return ChangeLine(duration[0], risk, name, changes, reference)
    risk = risk_of(change, place, mirror)
    return ChangeLine(_words(change, place, old, new), risk, name, changes, reference)


def _task_of(change: Change, place: Place) -> tuple[str | None, str | None]:
    """Name and pointer of the task that a change is about: of the entry itself where a whole task came or went."""
    named = only_task(change.new if change.after is not None else change.old) if place.is_entry else None
    return (place.name, place.reference) if named is None else (named[0], pointer((*change.place, named[0])))


def _words(change: Change, place: Place, old: JsonValue, new: JsonValue) -> str:
    told = task_words(change, place, old, new) or schema_words(change, place) or _part_words(change, place)
    return f"{told} (which means the same)" if same_meaning(change, place) else told


def _part_words(change: Change, place: Place) -> str:
    if place.name is not None and not place.inner and change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        return f"{code(place.name)} was {change.kind.lower()}"
    found = part_at(place)
    return generic_words(change) if found is None else sentence(found, change)
