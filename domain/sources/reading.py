"""Read a source, and find the places of findings in it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from domain.findings import Finding, Place
from domain.json_types import JsonValue
from domain.json_values import MAX_DEFINITION_BYTES
from domain.sources.json_text import json_spots, read_json
from domain.sources.spots import Lines, Spot, Unreadable
from domain.sources.yaml_text import read_yaml, yaml_spots

MOST_CHARACTERS = 4 * MAX_DEFINITION_BYTES
"""Of the text; the definition in it is limited as JSON without spaces."""


class Syntax(Enum):
    """How a source is written."""

    JSON = "JSON"
    YAML = "YAML"


@dataclass(frozen=True)
class Source:
    """A text that was read, and the value in it."""

    text: str
    syntax: Syntax
    value: JsonValue

    def located(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings with their places; of something that is missing, the place of what should hold it.

        The text is read again for it, once for all.
        """
        found = list(findings)
        if not found:
            return []
        spots = {spot.pointer: spot for spot in self._spots()}
        lines = Lines(self.text)
        return [replace(each, place=_place(each, spots, lines)) for each in found]

    def _spots(self) -> Iterable[Spot]:
        return json_spots(self.text) if self.syntax is Syntax.JSON else yaml_spots(self.text)


def read_source(text: str, where: str, syntax: Syntax | None = None) -> Source:
    """Read JSON or YAML text; where ``syntax`` does not tell which, its first character does. Raises: Unreadable."""
    text = text.removeprefix("\ufeff")
    syntax = syntax or (Syntax.JSON if text.lstrip()[:1] in ("{", "[") else Syntax.YAML)
    if len(text) > MOST_CHARACTERS:
        message = f"{len(text):,} characters, but at most {MOST_CHARACTERS:,} are read."
        raise Unreadable(where, syntax.value, message, None)
    read = read_json if syntax is Syntax.JSON else read_yaml
    return Source(text, syntax, read(text, where))


def syntax_of(name: str) -> Syntax | None:
    """What the name of a file tells about its syntax."""
    lowered = name.lower()
    if lowered.endswith(".json"):
        return Syntax.JSON
    return Syntax.YAML if lowered.endswith((".yaml", ".yml")) else None


def _place(finding: Finding, spots: dict[str, Spot], lines: Lines) -> Place:
    pointer, is_there = finding.pointer, True
    while pointer not in spots and pointer:
        pointer, is_there = pointer.rpartition("/")[0], False
    spot = spots.get(pointer)
    if spot is None:
        return Place(1, 1)
    at_key = (finding.at_key or not is_there) and spot.key_at is not None
    return lines.place(spot.key_at if at_key and spot.key_at is not None else spot.value_at)
