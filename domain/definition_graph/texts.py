"""Pieces of a definition in few words: expressions, durations, lists of names."""

from collections.abc import Sequence
from datetime import timedelta

from domain.durations import InvalidDuration, parse_duration
from domain.json_types import JsonObject, JsonValue
from domain.json_values import compact
from domain.open_workflow.shape import expression_in

_UNITS = ((" day", 86_400.0), (" hour", 3_600.0), (" min", 60.0), (" s", 1.0), (" ms", 0.001))


def plain(value: JsonValue) -> str:
    """An expression without its braces, other text as it is, anything else as JSON; on one line."""
    text = value if isinstance(value, str) else compact(value)
    return " ".join((expression_in(text) or text).split())


def part(value: JsonValue, *path: str) -> JsonValue:
    """What stands under ``path``, None where there is nothing or something else stands in the way."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def items(value: JsonValue) -> list[JsonValue]:
    """The entries of a list; none of anything else."""
    return value if isinstance(value, list) else []


def keys(value: JsonValue) -> list[str]:
    """The names in an object; none of anything else."""
    return list(value) if isinstance(value, dict) else []


def count(number: int, singular: str, plural: str | None = None) -> str:
    """``1 task``, ``12 tasks``, ``3 branches``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def joined(*texts: str) -> str:
    """What there is of ``texts``, with a dot between them."""
    return " · ".join(text for text in texts if text)


def few(names: Sequence[str], most: int = 4) -> str:
    """``a, b, c and 3 more``."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def duration(value: JsonValue) -> str:
    """``5 days``, ``1 hour 30 min``, ``200 ms``; what is no duration as it is written."""
    try:
        span = parse_duration(value)
    except InvalidDuration:
        return plain(value)
    return _in_units(span) or "no time"


def time_limit(task: JsonObject, definition: JsonValue) -> str:
    """``at most 5 days`` where the task has a timeout, inline or by the name of one under ``use.timeouts``."""
    if "timeout" not in task:
        return ""
    timeout = task["timeout"]
    if isinstance(timeout, str):
        timeout = part(definition, "use", "timeouts", timeout) or timeout
    return f"at most {duration(part(timeout, 'after') or timeout)}"


def _in_units(span: timedelta) -> str:
    rest, found = span.total_seconds(), []
    for unit, size in _UNITS:
        number = int(rest / size + 1e-6)
        if number:
            found.append(count(number, unit.strip()) if size >= 3_600 else f"{number}{unit}")
            rest -= number * size
    return " ".join(found[:2])
