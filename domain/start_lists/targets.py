"""Where a column goes: a field of the input, a field of the context, or one of the reserved places."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from domain.errors import InvalidInput
from domain.json_types import JsonObject
from domain.json_values import MAX_DEPTH
from domain.schema_fields import fields_of, is_array, properties_of, schema_at, step_into


class Place(StrEnum):
    """What a cell is for."""

    INPUT = "input"
    CONTEXT = "context"
    NAME = "name"
    SERVICE_REQUEST = "serviceRequestId"
    TASK_GROUP = "taskGroupId"
    NOWHERE = "-"


MOST_FIELDS = 500
LEFT_OUT = Place.NOWHERE.value
RESERVED = (Place.NAME, Place.SERVICE_REQUEST, Place.TASK_GROUP)
"""A field of the input that is called so is reached as ``/name`` or ``input.name``."""

OUTCOME_HEADS = ("row", "outcome", "detail", "executionId", "deliveryId")
"""The first columns of a list with outcomes, which are left out when it is uploaded again."""


@dataclass(frozen=True)
class Target:
    """``path`` leads to a field of the input or the context; an empty one is the whole of it."""

    place: Place
    path: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As it is written, such as ``address.city`` or ``context.customerId``."""
        return written(self.place, self.path)


def target_of(text: str) -> Target:
    """Read a target: ``address.city``, ``/address/city``, ``context.customerId``, or a reserved name.

    Raises: InvalidInput.
    """
    if text.startswith("/"):
        return Target(Place.INPUT, _checked(_pointer(text), text))
    text = text.strip()
    if text in {place.value for place in RESERVED} | {LEFT_OUT}:
        return Target(Place(text))
    first, *rest = text.split(".")
    if first in {Place.INPUT.value, Place.CONTEXT.value}:
        return Target(Place(first), _checked(tuple(rest), text))
    return Target(Place.INPUT, _checked((first, *rest), text))


def written(place: Place, path: Sequence[str]) -> str:
    """The shortest text that ``target_of`` reads as this target."""
    if place not in {Place.INPUT, Place.CONTEXT}:
        return place.value
    if not path:
        return place.value
    dotted = ".".join(path)
    if place is Place.CONTEXT:
        return f"{place.value}.{dotted}"
    plain = all(path) and not any("." in step or step != step.strip() for step in path)
    taken = path[0] in {each.value for each in Place} or path[0].startswith("/")
    return dotted if plain and not taken else "".join("/" + _escaped(step) for step in path)


def suggest_targets(heads: Sequence[str], schema: JsonObject | None) -> dict[str, str]:
    """A target for each head: itself, or the schema's field of the same name or title where spelling differs."""
    if set(OUTCOME_HEADS) <= set(heads):
        return {head: LEFT_OUT if head in OUTCOME_HEADS else head for head in heads}
    known = {written(Place.INPUT, path): field for path, field in islice(fields_of(schema or {}), MOST_FIELDS)}
    loose = {_loose(name): name for name in [*known, *(each.value for each in RESERVED)]}
    titles = {_loose(str(field.get("title"))): name for name, field in known.items() if field.get("title")}
    return {head: _suggested(head, known, {**titles, **loose}) for head in heads}


def heads_for(schema: JsonObject | None) -> tuple[str, ...]:
    """The heads of an empty list: every field of the input that has a column of its own, and the reserved ones."""
    fields = [written(Place.INPUT, path) for path, _ in islice(fields_of(schema or {}), MOST_FIELDS)]
    return (*(fields or [Place.INPUT.value]), *(place.value for place in RESERVED), "context.customerId")


def is_known(text: str, schema: JsonObject) -> bool:
    """False for a field of the input that the schema does not name."""
    target = target_of(text)
    known = schema_at(schema, schema)
    for step in target.path if target.place is Place.INPUT else ():
        if not is_array(known) and step not in properties_of(known):
            return False
        known = step_into(known, step, schema)
    return True


def check_targets(targets: Mapping[str, str]) -> dict[str, Target]:
    """The target of each column. Raises: InvalidInput where two clash, or one is none."""
    found = {head: target_of(text) for head, text in targets.items()}
    used: dict[Target, str] = {}
    for head, target in found.items():
        if target.place is Place.NOWHERE:
            continue
        for other, before in used.items():
            if _clash(target, other):
                raise InvalidInput(head, f"goes to “{target.name}”, and so does column “{before}” (“{other.name}”).")
        used[target] = head
    return found


def _suggested(head: str, known: Mapping[str, JsonObject], loose: Mapping[str, str]) -> str:
    try:
        name = target_of(head).name
    except InvalidInput:
        name = LEFT_OUT
    return name if not known or name in known or _loose(head) not in loose else loose[_loose(head)]


def _loose(text: str) -> str:
    return re.sub(r"[\s_\-/.]+", "", text).casefold()


def _clash(one: Target, other: Target) -> bool:
    shorter = min(len(one.path), len(other.path))
    return one.place is other.place and one.path[:shorter] == other.path[:shorter]


def _checked(path: tuple[str, ...], text: str) -> tuple[str, ...]:
    if len(path) >= MAX_DEPTH:
        raise InvalidInput("column", f"“{text[:60]}” goes deeper than {MAX_DEPTH} levels.")
    if any(not step for step in path) and not text.startswith("/"):
        raise InvalidInput("column", f"“{text[:60]}” has an empty step. Write it as a.b, or as /a/b.")
    return path


def _pointer(text: str) -> tuple[str, ...]:
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in text[1:].split("/"))


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
