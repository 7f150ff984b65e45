"""Faults of a running definition: problem details (RFC 7807) with the specification's standard error types."""

import re
from enum import Enum

from domain.json_types import JsonObject, JsonValue

STANDARD_TYPES = "https://open-workflow-specification.org/spec/1.0.0/errors/"
_SPELLINGS = re.compile(
    r"https://(?:serverlessworkflow\.io|open-workflow-specification\.org)/(?:spec/1\.0\.0/errors|dsl/errors/types)/"
)


class FaultKind(Enum):
    """The standard error types: name, default status, title."""

    CONFIGURATION = ("configuration", 400, "Invalid configuration")
    VALIDATION = ("validation", 400, "Invalid data")
    EXPRESSION = ("expression", 400, "An expression failed")
    AUTHENTICATION = ("authentication", 401, "Not authenticated")
    AUTHORIZATION = ("authorization", 403, "Not authorized")
    TIMEOUT = ("timeout", 408, "Timed out")
    COMMUNICATION = ("communication", 500, "Communication failed")
    RUNTIME = ("runtime", 500, "The execution failed")

    @property
    def uri(self) -> str:
        """The error type as the specification writes it."""
        return STANDARD_TYPES + self.value[0]

    @property
    def status(self) -> int:
        """The default status code."""
        return self.value[1]

    @property
    def title(self) -> str:
        """A short summary for people."""
        return self.value[2]


class Fault(Exception):
    """A task raised an error. ``error`` is the RFC 7807 object; ``instance`` in it is the task's JSON Pointer."""

    def __init__(self, error: JsonObject) -> None:
        self.error = error
        super().__init__(sentence_of(error))


def fault(kind: FaultKind, instance: str, detail: str, status: int | None = None) -> Fault:
    """Make a fault of a standard type."""
    return Fault(
        {
            "type": kind.uri,
            "status": status if status is not None else kind.status,
            "title": kind.title,
            "detail": detail,
            "instance": instance,
        }
    )


def sentence_of(error: JsonObject) -> str:
    """Title and detail of an RFC 7807 object in one line for people."""
    told = [str(error[key]) for key in ("title", "detail") if error.get(key)]
    return ": ".join(told) or str(error.get("type") or "Unknown error")


def comparable(value: JsonValue) -> JsonValue:
    """Standard error types appear with two hosts and two paths; give the one spelling to compare by."""
    return _SPELLINGS.sub(STANDARD_TYPES, value) if isinstance(value, str) else value
