"""Durations are told as a whole: their units may change one by one, and two spellings may mean the same."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from domain.diff.following import at
from domain.diff.model import Change, ChangeKind, Path
from domain.diff.telling.parts import part_at
from domain.diff.telling.phrases import duration
from domain.diff.telling.place import Place
from domain.diff.telling.wording import sentence
from domain.durations import UNITS, InvalidDuration, parse_duration
from domain.json_types import JsonValue

Told = tuple[Change, Place]


def grouped(told: Sequence[Told]) -> list[list[Told]]:
    """``told`` with the changes of the units of one duration together, every other change alone."""
    found: list[list[Told]] = []
    for key, group in groupby(told, key=lambda each: _slot(*each)):
        members = [*group]
        found += [members] if key is not None and _is_one([change for change, _ in members]) else map(_alone, members)
    return found


def duration_words(changes: Sequence[Change], place: Place, old: JsonValue, new: JsonValue) -> tuple[str, bool] | None:
    """The sentence about a duration, and whether it is as long as before; None where no whole duration changed."""
    found = part_at(place)
    if found is None or found.part.show is not duration:
        return None
    whole = changes[0] if not found.rest else _whole(changes, old, new)
    if whole.kind is not ChangeKind.CHANGED or len(found.rest) > 1:
        return None
    found = replace(found, rest=())
    if not is_same_duration(whole.old, whole.new):
        return sentence(found, whole), False
    noun, owner = found.part.noun, found.part.owner.format(*found.steps, owner=found.owner)
    return f"{noun} of {owner} is written in another way, and is still {duration(whole.new)}", True


def is_same_duration(old: JsonValue, new: JsonValue) -> bool:
    """True for two spellings of one duration, such as ``PT90S`` and one minute and 30 seconds."""
    try:
        return parse_duration(old) == parse_duration(new)
    except InvalidDuration:
        return False


def _slot(change: Change, place: Place) -> Path | None:
    """The way to the duration of which ``change`` changes a unit; None where it does not."""
    found = part_at(place) if place.inner and place.inner[-1] in UNITS else None
    if found is None or found.part.show is not duration or len(found.rest) != 1:
        return None
    return tuple(step for step in change.place[:-1] if isinstance(step, str))


def _is_one(changes: Sequence[Change]) -> bool:
    """True where they are of one object: equal names may stand at several places of a definition that is not valid."""
    sides = {each.before[:-1] for each in changes if each.before}, {each.after[:-1] for each in changes if each.after}
    return all(len(side) < 2 for side in sides) and len({each.place[-1] for each in changes}) == len(changes)


def _alone(told: Told) -> list[Told]:
    return [told]


def _whole(changes: Sequence[Change], old: JsonValue, new: JsonValue) -> Change:
    """The change of the whole duration whose units changed; a side without a known place is told by the other."""
    before = next((each.before[:-1] for each in changes if each.before), None)
    after = next((each.after[:-1] for each in changes if each.after), None)
    values = at(old, before) if before is not None else None, at(new, after) if after is not None else None
    was = {**values[1]} if isinstance(values[1], dict) else {}
    becomes = {**values[0]} if isinstance(values[0], dict) else {}
    for change in changes:
        unit = str(change.place[-1])
        was.pop(unit, None)
        becomes.pop(unit, None)
        was |= {unit: change.old} if change.before else {}
        becomes |= {unit: change.new} if change.after else {}
    return Change(ChangeKind.CHANGED, before, after, was, becomes)
