"""What is to be tried, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import RuntimeStatus
from runtime.contracts import RunState


@dataclass(frozen=True)
class Order:
    """What to try. ``answers`` holds, for a human task's reference, the data that completes its visits in order.

    Temporal ends the run after ``limit``.
    """

    definition: JsonObject
    input: JsonValue
    others: Sequence[JsonObject] = ()
    events: Sequence[JsonObject] = ()
    answers: Mapping[str, Sequence[JsonObject]] = field(default_factory=dict)
    limit: timedelta | None = None


@dataclass(frozen=True)
class Ending:
    """How a run ended: with an output, with an RFC 7807 fault, or with a sentence that says why with neither."""

    status: RuntimeStatus
    output: JsonValue = None
    fault: JsonObject | None = None
    told: str = ""


@dataclass(frozen=True)
class Tried:
    """How it ended, and the visits of its tasks."""

    ending: Ending
    state: RunState
