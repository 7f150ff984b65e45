"""Temporal's history events as plain values."""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import Any, cast

from google.protobuf.json_format import MessageToDict
from temporalio.api.enums.v1 import EventType
from temporalio.api.failure.v1 import Failure
from temporalio.api.history.v1 import HistoryEvent as RawEvent

from domain.json_types import JsonObject, JsonValue


@dataclass(frozen=True)
class HistoryEvent:
    """One event of a run, decoded as far as it is asked for: an event may hold megabytes that nobody looks at.

    ``at`` is UTC; ``type`` is Temporal's name, such as ``ActivityTaskScheduled``. Attributes go by their names in
    Temporal's API, such as ``scheduled_event_id``; one that the event has not is empty.
    """

    id: int
    at: datetime
    type: str
    raw: RawEvent = field(repr=False)

    @cached_property
    def attributes(self) -> JsonObject:
        """All of them in JSON, payloads decoded."""
        return cast(JsonObject, _decoded(MessageToDict(self._fields))) if self._fields else {}

    @cached_property
    def summary(self) -> str | None:
        """What its author wrote beside it."""
        metadata = self.raw.user_metadata
        found = read_payload(MessageToDict(metadata.summary)) if metadata.HasField("summary") else None
        return found if isinstance(found, str) else None

    def number(self, name: str) -> int:
        """A number among the attributes, such as the id of an earlier event."""
        return int(getattr(self._fields, name, 0))

    def text(self, *path: str) -> str:
        """A text among the attributes, or inside one of them."""
        found = self._inside(*path)
        return found if isinstance(found, str) else ""

    def seconds(self, name: str) -> float:
        """A duration among the attributes."""
        found: timedelta = getattr(self._fields, name).ToTimedelta()
        return found.total_seconds()

    def first(self, *path: str) -> JsonValue:
        """The first of the payloads there, decoded."""
        payloads = getattr(self._inside(*path), "payloads", ())
        return read_payload(MessageToDict(payloads[0])) if payloads else None

    def memo(self, name: str) -> JsonValue:
        """A member of the memo that the run was started with; None without it."""
        found = self._inside("memo", "fields", name)
        return None if found is None else read_payload(MessageToDict(found))

    def failure(self) -> JsonObject | None:
        """Its failure in JSON, payloads as they are."""
        has_one = "failure" in self._fields.DESCRIPTOR.fields_by_name and self._fields.HasField("failure")
        return cast(JsonObject, MessageToDict(self._fields.failure)) if has_one else None

    @property
    def _fields(self) -> Any:
        return getattr(self.raw, self.raw.WhichOneof("attributes") or "", None)

    def _inside(self, *path: str) -> Any:
        found = self._fields
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else getattr(found, name, None)
        return found


def read_event(raw: RawEvent) -> HistoryEvent:
    """One event of Temporal's API."""
    return HistoryEvent(raw.event_id, raw.event_time.ToDatetime(tzinfo=UTC), _type_of(raw.event_type), raw)


@cache
def _type_of(number: EventType.ValueType) -> str:
    name = EventType.Name(number).removeprefix("EVENT_TYPE_")
    return re.sub(r"(?:^|_)([A-Z])([A-Z]*)", lambda m: m[1] + m[2].lower(), name)


def read_failure(failure: Failure) -> JsonObject:
    """The real cause at the end of a failure's chain, as an RFC 9457 problem (title, detail and what else is known)."""
    while failure.HasField("cause"):
        failure = failure.cause
    info = failure.application_failure_info
    details = [read_payload(MessageToDict(payload)) for payload in info.details.payloads]
    if info.type == "fault" and details and isinstance(details[0], dict):
        return details[0]
    kind = failure.WhichOneof("failure_info") or "failure"
    title = info.type or kind.removesuffix("_info").removesuffix("_failure").replace("_", " ")
    return {"title": title, "detail": failure.message}


@dataclass(frozen=True)
class Cause:
    """One link of the chain of a failure. ``kind`` is Temporal's word for it, such as ``activity`` or ``application``.

    ``name`` is the type of the activity, of the workflow or of the error; ``state`` tells why nothing tried it again.
    """

    kind: str
    name: str
    message: str
    state: str


def read_causes(failure: Failure) -> tuple[Cause, ...]:
    """The chain of a failure, the real cause last."""
    chain = [_cause(failure)]
    while failure.HasField("cause"):
        failure = failure.cause
        chain.append(_cause(failure))
    return tuple(chain)


def _cause(failure: Failure) -> Cause:
    kind = failure.WhichOneof("failure_info") or "failure"
    info = MessageToDict(getattr(failure, kind)) if failure.HasField("failure_info") else {}
    named = info.get("activityType") or info.get("workflowType") or {}
    name = named.get("name") or info.get("type") or _words(str(info.get("timeoutType", "")), "TIMEOUT_TYPE_")
    state = "NON_RETRYABLE" if info.get("nonRetryable") else str(info.get("retryState", ""))
    told = kind.removesuffix("_info").removesuffix("_failure").removesuffix("_execution").replace("_", " ")
    return Cause(told, str(name), failure.message, _words(state, "RETRY_STATE_"))


def _words(name: str, prefix: str) -> str:
    return name.removeprefix(prefix).replace("_", " ").lower()


def read_payload(payload: Mapping[str, object]) -> JsonValue:
    """Decode one payload in protobuf's JSON form; what is no JSON is told by its encoding."""
    metadata = payload.get("metadata")
    encoding = base64.b64decode(str(metadata.get("encoding", ""))).decode() if isinstance(metadata, dict) else ""
    if encoding == "json/plain":
        return cast(JsonValue, json.loads(base64.b64decode(str(payload.get("data", "")))))
    return None if encoding == "binary/null" else f"({encoding or 'unknown encoding'})"


def _decoded(value: object) -> JsonValue:
    if isinstance(value, dict):
        if "metadata" in value and "encoding" in (value["metadata"] or {}):
            return read_payload(value)
        if set(value) == {"payloads"}:
            return [_decoded(payload) for payload in value["payloads"]]
        return {str(key): _decoded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_decoded(inner) for inner in value]
    return cast(JsonValue, value)
