"""Word, sign and tone of every status: one table for badges, tables, charts and drawings.

The sign tells the statuses apart where the colour cannot.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.vocabulary import (
    ExecutionKind,
    ExecutionStatus,
    ItemOutcome,
    JobAction,
    Outcome,
    RuntimeStatus,
    VersionStatus,
)


@dataclass(frozen=True)
class Look:
    """``tone`` is one of ``TONES``."""

    word: str
    sign: str
    tone: str

    @property
    def text(self) -> str:
        """Sign and word, for places without colour."""
        return f"{self.sign} {self.word}"


TONES = {
    "green": "#12a673",
    "red": "#e5484d",
    "orange": "#ee8b33",
    "yellow": "#d4a106",
    "blue": "#3b82f6",
    "violet": "#8b5cf6",
    "gray": "#8a98ab",
}
"""A hex colour for each tone that is distinct on a light and on a dark ground."""

ACTIVE = Look("Active", "★", "green")

_LOOKS: dict[type[StrEnum], dict[StrEnum, Look]] = {
    ExecutionStatus: {
        ExecutionStatus.CREATED: Look("Created", "○", "gray"),
        ExecutionStatus.STARTED: Look("Started", "▶", "blue"),
        ExecutionStatus.FAILED_TO_START: Look("Failed to start", "⊘", "orange"),
        ExecutionStatus.COMPLETED: Look("Completed", "✓", "green"),
        ExecutionStatus.FAILED: Look("Failed", "✕", "red"),
    },
    RuntimeStatus: {
        RuntimeStatus.RUNNING: Look("Running", "▶", "blue"),
        RuntimeStatus.COMPLETED: Look("Completed", "✓", "green"),
        RuntimeStatus.FAILED: Look("Failed", "✕", "red"),
        RuntimeStatus.CANCELED: Look("Canceled", "⊖", "yellow"),
        RuntimeStatus.TERMINATED: Look("Terminated", "■", "red"),
        RuntimeStatus.CONTINUED_AS_NEW: Look("Continued as new", "↻", "violet"),
        RuntimeStatus.TIMED_OUT: Look("Timed out", "◷", "orange"),
        RuntimeStatus.NOT_FOUND: Look("Not in Temporal", "?", "gray"),
    },
    VersionStatus: {
        VersionStatus.DRAFT: Look("Draft", "✎", "yellow"),
        VersionStatus.PUBLISHED: Look("Published", "●", "blue"),
        VersionStatus.DEPRECATED: Look("Deprecated", "◌", "gray"),
    },
    Outcome: {
        Outcome.STARTED: Look("Started", "✓", "green"),
        Outcome.DUPLICATE: Look("Duplicate", "≡", "gray"),
        Outcome.NO_LINK: Look("No link", "∅", "orange"),
        Outcome.LINK_DISABLED: Look("Link disabled", "‖", "yellow"),
        Outcome.NO_ACTIVE_VERSION: Look("No active version", "○", "orange"),
        Outcome.INVALID_INPUT: Look("Invalid input", "✕", "red"),
        Outcome.FAILED_TO_START: Look("Failed to start", "⊘", "red"),
        Outcome.IGNORED: Look("Ignored", "–", "gray"),
    },
    ItemOutcome: {
        ItemOutcome.STARTED: Look("Started", "✓", "green"),
        ItemOutcome.NO_ACTIVE_VERSION: Look("No active version", "○", "orange"),
        ItemOutcome.INVALID_INPUT: Look("Invalid input", "✕", "red"),
        ItemOutcome.FAILED_TO_START: Look("Failed to start", "⊘", "red"),
        ItemOutcome.DONE: Look("Done", "✓", "green"),
        ItemOutcome.NOT_POSSIBLE: Look("Not possible", "–", "orange"),
    },
    JobAction: {
        JobAction.START: Look("Start", "▶", "blue"),
        JobAction.START_TEST: Look("Start as test runs", "△", "violet"),
        JobAction.CANCEL: Look("Cancel", "⊖", "yellow"),
        JobAction.TERMINATE: Look("Terminate", "■", "red"),
        JobAction.TERMINATE_ALONE: Look("Terminate, sparing what runs below", "□", "red"),
        JobAction.RERUN_ORIGINAL: Look("Rerun with the original version", "↻", "violet"),
        JobAction.RERUN_ACTIVE: Look("Rerun with the active version", "↻", "blue"),
        JobAction.RETRY: Look("Retry from the failed task", "↻", "orange"),
        JobAction.RETRY_START: Look("Retry start", "↻", "green"),
        JobAction.FIX_DRIFT: Look("Fix drift", "≈", "gray"),
    },
    ExecutionKind: {
        ExecutionKind.NORMAL: Look("Normal", "•", "gray"),
        ExecutionKind.TEST: Look("Test run", "△", "violet"),
    },
}

_BY_WORD = {
    "RUNNING": Look("Running", "▶", "blue"),
    "WAITING": Look("Waiting", "◷", "yellow"),
    "COMPLETED": Look("Completed", "✓", "green"),
    "FAULTED": Look("Faulted", "✕", "red"),
    "CANCELLED": Look("Cancelled", "⊖", "gray"),
    "SKIPPED": Look("Skipped", "↷", "gray"),
}
"""Words of enums that this layer does not know, such as the status of a task."""


def look(status: StrEnum) -> Look:
    """How ``status`` looks everywhere. A value without an entry shows its own name in gray."""
    known = _LOOKS.get(type(status), {}).get(status) or _BY_WORD.get(status.value)
    return known or Look(status.value.replace("_", " ").capitalize(), "•", "gray")


def looks_of(kind: type[StrEnum]) -> dict[str, Look]:
    """The look of every value of one enum, by value, in the enum's order."""
    return {member.value: look(member) for member in kind}
