"""What the inverted index of the list knows of a filter: conditions that hold for every match, and for few others.

A row's terms are numbers of its facts (migration 10), so that two facts that never occur together are found not to,
without reading the rows that have one of them.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import combinations
from math import floor, log2
from typing import Any

from sqlalchemy import Integer, func, true
from sqlalchemy.dialects.postgresql import array

from domain.vocabulary import ExecutionKind, ExecutionStatus
from services._execution_filter import (
    SHORTEST_SEARCH,
    Condition,
    ExecutionFilter,
    could_be_id,
    equalities,
    has_facts,
    has_text,
    spans,
)
from storage.list_table import ListedExecution as Listed
from storage.shared_tables import utc_now

_DAY = timedelta(days=1)
_PERIODS = (("day", _DAY, 12), ("month", timedelta(days=30), 12))
"""Name of the terms, how long one is, and how many of them are asked for at most."""
_TOGETHER = ("status", "runtime_status", "origin", "started_by", "entity_type")
"""Columns any two of which have terms in common."""
_WORD = re.compile(r"[^\W_]+")
_LONG = 5
_LONGEST = 32
_DOUBT = 1e-9
"""PostgreSQL takes the logarithm in another arithmetic: at a border both powers are asked for."""
_START = datetime(1970, 1, 1, tzinfo=UTC)
FAILED = (ExecutionStatus.FAILED, ExecutionStatus.FAILED_TO_START)


def indexed(where: ExecutionFilter) -> list[Condition]:
    """Conditions that the inverted index answers; empty where it knows nothing of the filter.

    The index goes through them in this order, row by row, and turns back at the first that fails: the time comes first,
    so that it looks at no row outside, and each term alone, as of two in one it seeks the next row that has both.
    """
    periods = _periods(where.created_from, where.created_before)
    found = [Listed.terms.overlap(_terms(periods))] if periods else []
    found += [Listed.terms.contains(_terms([each])) for each in _every(where)]
    found += [Listed.terms.overlap(_terms(some)) for some in _alternatives(where) if some]
    found += bodies_and_names(where)
    if where.drifting:
        found.append(Listed.drifts == true())
    if where.waiting:
        found.append(Listed.waiting_since.is_not(None))
    if where.not_recovered:
        found.append(Listed.unrecovered == true())
    if not found and where.kind is ExecutionKind.NORMAL:
        return [Listed.terms.contains(_terms([("kind", where.kind.value)]))]
    return found if len(found) > 1 or _every(where) else spans(where) or found


def bodies_and_names(where: ExecutionFilter) -> list[Condition]:
    """Those of the conditions that ask for what stands in a body or in the name."""
    found = [] if where.contains is None else [has_facts(Listed, where.contains)]
    if text := where.text.strip():
        found.append(has_text(Listed, _rarest(text)))
    return found


def _every(where: ExecutionFilter) -> list[tuple[str, str]]:
    asked = _asked(where)
    found = [each for each in asked.items() if each[0] not in _TOGETHER]
    both = [*combinations([name for name in _TOGETHER if name in asked], 2)]
    found += [(f"{one}+{other}", f"{asked[one]}+{asked[other]}") for one, other in both]
    alone = [] if both else [name for name in _TOGETHER if name in asked]
    found += [(name, asked[name]) for name in (alone[1:] if len(where.statuses) > 1 else alone)]
    if where.roots_only:
        found.append(("parent_id", ""))
    if where.by_backend:
        found.append(("origin", "BACKEND"))
    if where.running_for is not None and len(where.statuses) > 1:
        found.append(("status", ExecutionStatus.STARTED.value))
    return found


def _asked(where: ExecutionFilter) -> dict[str, str]:
    """Values of columns that exclude many rows; what runs for long has a status."""
    asked = equalities(where)
    if where.running_for is not None and len(where.statuses) <= 1:
        asked["status"] = ExecutionStatus.STARTED.value
    if where.kind is ExecutionKind.NORMAL:
        del asked["kind"]
    return asked


def _alternatives(where: ExecutionFilter) -> Iterable[list[tuple[str, str]]]:
    statuses, asked = where.statuses if len(where.statuses) > 1 else (), _asked(where)
    yield [_joint("status", status, asked) for status in statuses]
    if (where.not_recovered or where.failure_group) and "status" not in asked:
        yield [_joint("status", status, asked) for status in FAILED]
    yield _durations(where.took_from, where.took_below)


def _rarest(text: str) -> str:
    """The part of a search that few names have: the end of a number such as a customer's, else of the longest word.

    Each part of three letters is one more list that the index reads. What may be an id is asked for as it is.
    """
    if could_be_id(text):
        return text
    words = [word for word in _WORD.findall(text) if len(word) >= SHORTEST_SEARCH]
    numbers = [word for word in words if len(word) >= _LONG and any(map(str.isdigit, word))]
    return max(numbers or words, key=len, default=text)[-_LONG:]


def _joint(column: str, value: str, asked: dict[str, str]) -> tuple[str, str]:
    """The term that a value has together with the first other one that is asked for, where they have one."""
    other = next((name for name in _TOGETHER if name in asked), None)
    return (f"{column}+{other}", f"{value}+{asked[other]}") if other else (column, value)


def _periods(begin: datetime | None, end: datetime | None) -> list[tuple[str, str]]:
    """The days, or where they are too many the months, that a range of time touches; none where it is open or long."""
    if begin is None:
        return []
    first, last = begin - _START, (end or utc_now() + _DAY) - _START
    for kind, period, most in _PERIODS:
        numbers = range(first // period, last // period + 1)
        if len(numbers) <= most:
            return [(kind, str(number)) for number in numbers]
    return []


def _durations(begin: timedelta | None, end: timedelta | None) -> list[tuple[str, str]]:
    """The powers of two, in seconds, around a range of durations."""
    if begin is None and end is None:
        return []
    first = _power(begin, -_DOUBT) if begin else 0
    last = _power(end, _DOUBT) if end else _LONGEST
    return [("took", str(power)) for power in range(max(first, 0), min(last, _LONGEST) + 1)]


def _power(duration: timedelta, doubt: float) -> int:
    return floor(log2(1 + max(duration.total_seconds(), 0)) + doubt)


def _terms(facts: Iterable[tuple[str, str]]) -> array[Any]:
    return array([func.pointsman.term(kind, value) for kind, value in facts], type_=Integer)
