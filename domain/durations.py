"""Durations of the Open Workflow language: an object of whole units, or ISO 8601 text (specification: *Duration*)."""

import re
from datetime import timedelta

from domain.json_types import JsonValue

UNITS = ("days", "hours", "minutes", "seconds", "milliseconds")
_UNITS = frozenset(UNITS)
LONGEST = timedelta(days=36_500)
_ISO_8601 = re.compile(
    r"P(?!$)(?:(?P<years>\d+(?:\.\d+)?)Y)?(?:(?P<months>\d+(?:\.\d+)?)M)?"
    r"(?:(?P<weeks>\d+(?:\.\d+)?)W)?(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)


class InvalidDuration(ValueError):
    """The value is no duration; ``str(error)`` says why."""


def is_iso_8601(text: str) -> bool:
    """True for an ISO 8601 duration, also one with years and months."""
    return _ISO_8601.fullmatch(text) is not None


def parse_duration(value: JsonValue) -> timedelta:
    """Read a duration. Raises: InvalidDuration.

    Years and months are refused: their length depends on the day on which they start.
    """
    if isinstance(value, str):
        return _bounded(_from_text(value))
    if isinstance(value, dict):
        return _bounded(_from_units(value))
    raise InvalidDuration('must be an object such as {"days": 5} or ISO 8601 text such as "PT15M".')


def _from_text(text: str) -> dict[str, float]:
    match = _ISO_8601.fullmatch(text) if len(text) <= 100 else None
    if match is None:
        raise InvalidDuration(f'"{text[:40]}" is no ISO 8601 duration such as "PT15M" or "P5D".')
    parts = {unit: float(amount) for unit, amount in match.groupdict().items() if amount is not None}
    if "years" in parts or "months" in parts:
        raise InvalidDuration("years and months have no fixed length. Write days.")
    return parts


def _from_units(units: dict[str, JsonValue]) -> dict[str, float]:
    if not units or not _UNITS.issuperset(units):
        unknown = next((unit for unit in units if unit not in UNITS), None)
        named = f"has no unit “{unknown[:40]}”" if unknown is not None else "is empty"
        raise InvalidDuration(f"a duration {named}. Known units: {', '.join(UNITS)}.")
    parts = {}
    for unit, amount in units.items():
        if type(amount) is not int or amount < 0:
            raise InvalidDuration(f"{unit} must be a whole number, zero or more.")
        parts[unit] = float(min(amount, 10**15))
    return parts


def _bounded(parts: dict[str, float]) -> timedelta:
    try:
        duration = timedelta(**parts)
    except OverflowError:
        duration = timedelta.max
    if duration > LONGEST:
        raise InvalidDuration("is longer than 100 years.")
    return duration
