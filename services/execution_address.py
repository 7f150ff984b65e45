"""What the address of the list of executions says: filter and order, the same for the page, its CSV and saved views.

Values that mean nothing are ignored, as an address may come from anywhere.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from domain.errors import InvalidInput
from domain.json_types import JsonObject
from domain.vocabulary import EntityType, ExecutionKind, ExecutionStatus, Origin, RuntimeStatus
from services._execution_filter import SHORTEST_SEARCH, ExecutionFilter
from services._execution_order import SORTS, Order
from storage.shared_tables import utc_now

Address = Mapping[str, str]
SPANS = {
    "1h": timedelta(hours=1),
    "24h": timedelta(days=1),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "90d": timedelta(days=90),
}
"""Relative ranges of time: what was created since so long ago."""
_YES = "yes"
_LONGEST = timedelta(days=36_500).total_seconds()
_TEXTS = {
    "template": "template_id",
    "version": "version_id",
    "starter": "started_by",
    "entity": "entity_id",
    "request": "service_request_id",
    "customer": "customer_id",
    "subscription": "subscription_id",
    "parent": "parent_id",
    "family": "root_id",
    "failure": "failure_type",
    "group": "failure_group",
}
_SWITCHES = {
    "roots": "roots_only",
    "backend": "by_backend",
    "drift": "drifting",
    "waiting": "waiting",
    "unrecovered": "not_recovered",
}
_SECONDS = {"longer": "took_from", "shorter": "took_below", "running": "running_for"}
_WORDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "runtime": ("runtime_status", RuntimeStatus),
    "origin": ("origin", Origin),
    "kind": ("kind", ExecutionKind),
    "entity_type": ("entity_type", EntityType),
}
NAMES = (
    *("text", "status", "contains", "time", "from", "to", "zone"),
    *(*_TEXTS, *_SWITCHES, *_SECONDS, *_WORDS),
)
"""The names under which an address holds conditions."""


def filter_of(address: Address) -> ExecutionFilter:
    """The filter that an address says."""
    begin, end = _range(address)
    text = address.get("text", "").strip()[:200]
    values: dict[str, Any] = {
        "statuses": tuple(each for each in ExecutionStatus if each in address.get("status", "").split(",")),
        "text": text if len(text) >= SHORTEST_SEARCH else "",
        "contains": contained(address.get("contains", "")),
        "created_from": begin,
        "created_before": end,
        **{field: address.get(name) or None for name, field in _TEXTS.items()},
        **{field: address.get(name) == _YES for name, field in _SWITCHES.items()},
        **{field: _seconds(address.get(name, "")) for name, field in _SECONDS.items()},
        **{field: _word(word, address.get(name, "")) for name, (field, word) in _WORDS.items()},
    }
    return ExecutionFilter(**values)


def order_of(address: Address) -> Order:
    """The order that an address says: a column, after a minus sign the greatest first."""
    asked = address.get("sort", "")
    column = asked.removeprefix("-")
    return Order(column, asked.startswith("-")) if column in SORTS else Order()


def zone_of(address: Address) -> tzinfo:
    """The time zone in which an address means its days."""
    try:
        return ZoneInfo(address.get("zone") or "UTC")
    except (ValueError, OSError, LookupError):
        return UTC


def contained(text: str) -> JsonObject | None:
    """The JSON object that was typed, None for any other text."""
    try:
        found = json.loads(text) if text.strip() else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found else None


def _range(address: Address) -> tuple[datetime | None, datetime | None]:
    span = SPANS.get(address.get("time", ""))
    if span is not None:
        return utc_now() - span, None
    zone, last = zone_of(address), _day(address.get("to", ""))
    after = last + timedelta(days=1) if last and last < date.max else None
    return _midnight(_day(address.get("from", "")), zone), _midnight(after, zone)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date | None, zone: tzinfo) -> datetime | None:
    try:
        return datetime.combine(day, time.min, zone).astimezone(UTC) if day else None
    except (ValueError, OverflowError):
        return None


def _seconds(text: str) -> timedelta | None:
    return timedelta(seconds=int(text)) if text.isdecimal() and int(text) <= _LONGEST else None


def _word(word: Callable[[str], Any], text: str) -> Any:
    try:
        return word(text)
    except ValueError:
        return None


def check_contained(text: str) -> None:
    """Raises: InvalidInput, with what to write instead, for text that is no JSON object with a value."""
    if text.strip() and contained(text) is None:
        raise InvalidInput("contains", 'write a JSON object, such as {"customer": {"id": "cus_8412"}}.')
