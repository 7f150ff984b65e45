"""What a check of a definition finds: where, what is wrong, what is allowed, and what was probably meant."""

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum


class Severity(Enum):
    """An error keeps a definition from being published; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Rule(Enum):
    """Which rule a finding is about."""

    SHAPE = "shape"
    """The official schema of the language refuses it too."""
    PROFILE = "profile"
    """The official schema has it, and Pointsman does not run it, or not so."""
    NAME = "name"
    FLOW = "flow"
    REFERENCE = "reference"
    EXPRESSION = "expression"
    SUBFLOW = "subflow"
    VALUE = "value"
    """A duration, a JSON Schema, a version that is none."""
    UNREACHABLE = "unreachable"
    UNUSED = "unused"
    WAITING = "waiting"
    SECRET = "secret"  # noqa: S105 - a rule about secrets
    TEXT = "text"


@dataclass(frozen=True)
class Place:
    """Where something begins in a source, counted from one; a column is a character, not a byte."""

    line: int
    column: int


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or probably not meant.

    ``pointer`` is a JSON Pointer (RFC 6901); of something that is missing, where it should stand. ``at_key`` tells
    that the key itself is wrong, not its value. ``place`` is known once the source has been asked.
    """

    severity: Severity
    rule: Rule
    pointer: str
    message: str
    allowed: str = ""
    suggestion: str = ""
    at_key: bool = False
    place: Place | None = None

    @property
    def is_error(self) -> bool:
        """True when it keeps the definition from being published."""
        return self.severity is Severity.ERROR

    @property
    def sentence(self) -> str:
        """What is wrong, what is allowed and what was probably meant, in one line."""
        return " ".join(part for part in (self.message, self.allowed, self.suggestion) if part)

    def line(self, source: str) -> str:
        """The finding as compilers tell it: ``source:line:column: error: sentence (pointer)``."""
        at = f"{self.place.line}:{self.place.column}" if self.place else "1:1"
        return f"{source}:{at}: {self.severity.value}: {self.sentence} ({self.pointer or '/'})"


def error(
    rule: Rule, pointer: str, message: str, *, allowed: str = "", suggestion: str = "", at_key: bool = False
) -> Finding:
    """A finding that keeps the definition from being published."""
    return Finding(Severity.ERROR, rule, pointer, message, allowed, suggestion, at_key)


def warning(rule: Rule, pointer: str, message: str, *, suggestion: str = "", at_key: bool = False) -> Finding:
    """A finding that the author should look at."""
    return Finding(Severity.WARNING, rule, pointer, message, "", suggestion, at_key)


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A question that names the known word nearest to ``word``; empty when none is near."""
    lowered = {each.lower(): each for each in known}
    near = get_close_matches(word[:100].lower(), lowered, 1)
    return f"Did you mean “{lowered[near[0]]}”?" if near else ""


def listed(known: Collection[str], most: int = 12) -> str:
    """Known words, for a sentence; the rest is counted."""
    shown = ", ".join(sorted(known)[:most])
    return shown if len(known) <= most else f"{shown} and {len(known) - most} more"
