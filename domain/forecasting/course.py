"""The way of one execution as far as it is certain: the branches that it takes, and where certainty ends."""

from dataclasses import dataclass
from enum import StrEnum


class End(StrEnum):
    """How far the way is known."""

    COMPLETE = "COMPLETE"
    REFUSED = "REFUSED"
    """The input does not fit the schema of the workflow."""
    FAULT = "FAULT"
    """A task raises an error, or its expression or schema fails on the data."""
    OPEN = "OPEN"
    """What follows depends on what only an execution would show."""


@dataclass(frozen=True)
class Turn:
    """A decision at the task ``task`` (its name with those around it): the name of the next task, or a directive.

    An ``if`` leads to ``run`` or ``skip``.
    """

    task: str
    to: str


@dataclass(frozen=True)
class Gap:
    """A piece inside of a task that is not certain, while what follows that task is. ``because`` as in `Course`."""

    at: str
    because: str


@dataclass(frozen=True)
class Course:
    """``at`` and ``because`` tell of the end: at which task, and why. Of OPEN, ``because`` ends "it depends on …"."""

    turns: tuple[Turn, ...]
    end: End
    at: str = ""
    because: str = ""
    gaps: tuple[Gap, ...] = ()
