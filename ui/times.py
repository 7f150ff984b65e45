"""Moments and durations for people: relative, with the exact UTC beside it."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

_STEPS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def utc(moment: datetime | None) -> str:
    """``2026-11-22 21:43:05 UTC``; a naive moment is taken as UTC; None is a dash."""
    return "–" if moment is None else f"{_aware(moment):%Y-%m-%d %H:%M:%S} UTC"


def day_begins(day: date | None) -> datetime | None:
    """Midnight of a day in UTC; None stays None."""
    return datetime.combine(day, time.min, UTC) if day else None


def day_ends(day: date | None) -> datetime | None:
    """Midnight after a day in UTC; None where there is none."""
    return day_begins(day + timedelta(days=1)) if day and day < date.max else None


def ago(moment: datetime | None, now: datetime | None = None) -> str:
    """``3 min ago``, ``in 2 h``, ``just now``; None is a dash."""
    if moment is None:
        return "–"
    seconds = ((now or datetime.now(UTC)) - _aware(moment)).total_seconds()
    if abs(seconds) < 5:
        return "just now"
    size = _largest_step(abs(seconds))
    return f"{size} ago" if seconds > 0 else f"in {size}"


def when(moment: datetime | None, now: datetime | None = None) -> str:
    """Both: ``3 min ago · 2026-11-22 21:43:05 UTC``."""
    return "–" if moment is None else f"{ago(moment, now)} · {utc(moment)}"


def duration(span: timedelta | float | None) -> str:
    """A timedelta or seconds as ``850 ms``, ``4.2 s``, ``3 min 5 s``, ``2 h 10 min``, ``3 d 4 h``; None is a dash."""
    if span is None:
        return "–"
    seconds = max(0.0, round(span.total_seconds() if isinstance(span, timedelta) else float(span), 3))
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if round(seconds, 1) < 60:
        return f"{seconds:.1f} s".replace(".0 ", " ")
    seconds = round(seconds)
    for (large, large_unit), (small, small_unit) in pairwise(_STEPS):
        if seconds >= large:
            rest = seconds % large // small
            return f"{seconds // large} {large_unit}" + (f" {rest} {small_unit}" if rest else "")
    return f"{seconds} s"


def _largest_step(seconds: float) -> str:
    return next(f"{int(seconds // size)} {unit}" for size, unit in _STEPS if seconds >= size)


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
