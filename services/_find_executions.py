"""Finding one page of executions in bounded time, whatever filters come together.

An index that gives the rows of one condition in order is walked a bounded way, for where many rows fit, some of them
are near. Where it finds too few, few rows fit, and the inverted index gives exactly those (decision 13).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select, text
from sqlalchemy.orm import aliased

from domain.vocabulary import ExecutionStatus
from services._execution_filter import Build, Condition, ExecutionFilter, conditions
from services._execution_order import Stretch
from services._execution_terms import FAILED, bodies_and_names, indexed
from services._explaining import expected_rows
from storage.database import ReadSession, WriteSession
from storage.list_table import ListedExecution as Listed
from storage.shared_tables import utc_now

WALK = 2_000
"""Rows that are looked at in order before the inverted index is asked; half as many where each is read in full."""

_PLANNING = text("""
SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true),
       set_config('random_page_cost', '1.1', true), set_config('jit', 'off', true)""")
_DRIVERS = (
    *("service_request_id", "parent_id", "subscription_id", "failure_group", "drifting", "root_id", "customer_id"),
    *("version_id", "entity_id", "waiting_since", "tests", "not_recovered", "failure_type"),
    *("running_for", "started_by", "template_id", "runtime_status", "status", "origin"),
    *("by_backend", "roots_only"),
)
"""Conditions for which an index has the rows in order of creation, the rarer ones first."""
_NO_ENDS = ("failure_group", "running_for")
"""Drivers without an index that has their oldest and newest row at its ends."""
AMPLE = 3
"""How many times the rows that are wanted the inverted index is expected to find in the time that it is asked for."""
SHORTEST = timedelta(days=1)
RARE, MANY, LOTS = 2_000, 1_000, 50_000
"""Rows that are read sooner than the index leaves some out; rows of which a part is read first; and rows of which all
take too long in any case."""
_FEW = ("service_request_id", "parent_id", "subscription_id", "failure_group")
_SPANS = ("created_from", "created_before")
_OURS = {
    "runtime_status",
    "origin",
    "kind",
    "tests",
    "started_by",
    "entity_type",
    "entity_id",
    "took_from",
    "took_below",
    "running_for",
}
"""What no execution of the backend has, as Pointsman keeps no run of it."""
_SHORT = (
    *("status", "statuses", "runtime_status", "origin", "by_backend", "kind", "tests", "entity_type"),
    *("took_from", "took_below", "running_for", "drifting", "waiting_since"),
)
_HELD = {
    "drifting": _SHORT,
    "waiting_since": _SHORT,
    "failure_type": ("status", "statuses", "runtime_status", "waiting_since"),
}
"""What the indexes of seldom states hold of a row, too (migrations 15 and 16): to filter by it no row is read."""


def plan_for_lists(session: ReadSession | WriteSession) -> None:
    """Have PostgreSQL plan with the values at hand, as what is common and what is rare want different plans."""
    session.execute(_PLANNING)


def find(session: ReadSession, where: ExecutionFilter, stretch: Stretch, wanted: int) -> list[str]:
    """Ids of the first ``wanted`` executions of a stretch, in its order. Raises: InvalidInput."""
    where = _begun(where)
    asked = conditions(where)
    if _is_never(where, asked):
        return []
    driving = _driving(asked, stretch)
    rest = [build for name, build in asked.items() if name not in driving]
    narrow = bool(driving) and _is_narrow(driving[0], asked)
    near = walk(asked, driving, stretch, None if narrow or not rest else _steps(where)).limit(wanted)
    found = list(session.scalars(near))
    if narrow or not rest or len(found) >= wanted:
        return found
    return _search(session, where, asked, stretch, wanted)


def _is_never(where: ExecutionFilter, asked: dict[str, Build]) -> bool:
    """Whether two of the conditions exclude each other by what they mean."""
    meant = [set(FAILED)] if where.not_recovered else []
    meant += [{ExecutionStatus.STARTED}] if where.running_for is not None else []
    meant += [set(where.statuses)] if where.statuses else []
    return (where.by_backend and not _OURS.isdisjoint(asked)) or (bool(meant) and not set.intersection(*meant))


def _begun(where: ExecutionFilter) -> ExecutionFilter:
    """What has run for a while was created before that; servers' clocks may differ by less than an hour."""
    if where.running_for is None:
        return where
    latest = utc_now() - where.running_for + timedelta(hours=1)
    return replace(where, created_before=min(latest, where.created_before or latest))


def _search(
    session: ReadSession, where: ExecutionFilter, asked: dict[str, Build], stretch: Stretch, wanted: int
) -> list[str]:
    """What the inverted index gives: of many rows, those of a time from the reader on that likely holds enough."""
    if stretch.by_value:
        return list(session.scalars(hits(where, stretch).limit(wanted)))
    span = _span(session, where, asked, stretch)
    if span is None:
        return []
    whole, expected = span[1] - span[0], max(_expected(session, indexed(where)), 1)
    length, found = max(whole * (AMPLE * wanted / expected), SHORTEST), wanted
    while length < whole * _share(expected, found):
        near = list(session.scalars(hits(_within(where, stretch, span, length), stretch).limit(wanted)))
        found = len(near)
        if found >= wanted:
            return near
        length *= min(max(1.5 * wanted / found, 2), 8) if found else 8
    return _all(session, where, stretch, span, wanted)


def _share(expected: int, found: int) -> float:
    """The longest part of a span that is asked for before all of it: all of very many rows takes long to sort."""
    return 1 / 2 if expected > LOTS or (found and expected > MANY) else 1 / 8


def _all(
    session: ReadSession, where: ExecutionFilter, stretch: Stretch, span: tuple[datetime, datetime], wanted: int
) -> list[str]:
    """What fits at any time: where few rows have a body or a name that is asked for, by that alone."""
    is_bounded = where.created_from or where.created_before
    asked_for = _within(where, stretch, span, span[1] - span[0]) if is_bounded else where
    few = next((rare for rare in bodies_and_names(where) if _expected(session, [rare]) < RARE), None)
    return list(session.scalars(hits(asked_for, stretch, few).limit(wanted)))


def _expected(session: ReadSession, conditions: Sequence[Condition]) -> int:
    return expected_rows(session, select(Listed.id).where(*conditions))


def _span(
    session: ReadSession, where: ExecutionFilter, asked: dict[str, Build], stretch: Stretch
) -> tuple[datetime, datetime] | None:
    """From when to when each condition with an index of its own has rows, from the reader's place on; None: never."""
    alone = [[asked[name](Listed)] for name in _DRIVERS if name in asked and name not in _NO_ENDS] or [[]]
    firsts, lasts = (
        [select(end(Listed.created_at)).where(*each).scalar_subquery() for each in alone]
        for end in (func.min, func.max)
    )
    found: list[datetime | None] = list(session.execute(select(*firsts, *lasts)).one())
    ends = [moment for moment in found if moment is not None]
    if len(ends) < len(found):
        return None
    first, last = max(ends[: len(alone)]), min(ends[len(alone) :])
    first, last = max(first, where.created_from or first), min(last, where.created_before or last)
    if stretch.after is not None:
        first, last = (first, min(last, stretch.after[1])) if stretch.falling else (max(first, stretch.after[1]), last)
    return (first, last) if first <= last else None


def _within(
    where: ExecutionFilter, stretch: Stretch, span: tuple[datetime, datetime], length: timedelta
) -> ExecutionFilter:
    """The filter on so much of a span, in the direction of reading."""
    begin = max(span[0], span[1] - length) if stretch.falling else span[0]
    end = span[1] if stretch.falling else min(span[1], span[0] + length)
    after = end + timedelta(microseconds=1)
    return replace(where, created_from=begin, created_before=min(after, where.created_before or after))


def walk(asked: dict[str, Build], driving: Sequence[str], stretch: Stretch, most: int | None) -> Select[str]:
    """Ids in order, of the rows that fit among the first ``most`` that the index gives."""
    inner = select(Listed).where(*stretch.bounds(Listed), *(asked[name](Listed) for name in driving))
    inner = inner.order_by(*stretch.ordering(Listed))
    others = [build for name, build in asked.items() if name not in driving]
    if most is None and not (driving and driving[0] in _FEW):
        return inner.with_only_columns(Listed.id).where(*(build(Listed) for build in others))
    near = aliased(Listed, inner.limit(most).offset(0).subquery("near"))
    return select(near.id).where(*(build(near) for build in others)).order_by(*stretch.ordering(near))


def hits(where: ExecutionFilter, stretch: Stretch, few: Condition | None = None) -> Select[str]:
    """Ids in order, of all rows that the inverted index gives and that fit; bodies are looked into last.

    ``few`` is one of the index's conditions that few rows meet, where there is such: it is asked for no other.
    """
    asked = conditions(where)
    deep = asked.pop("contains", None)
    rows = select(Listed).where(*(indexed(where) if few is None else [few]))
    hit = aliased(Listed, rows.cte("hit").prefix_with("MATERIALIZED"))
    exact = [*stretch.bounds(hit), *(build(hit) for build in asked.values())]
    if deep is None:
        return select(hit.id).where(*exact).order_by(*stretch.ordering(hit))
    row = aliased(Listed, select(hit).where(*exact).order_by(*stretch.ordering(hit)).offset(0).subquery("ordered"))
    return select(row.id).where(deep(row))


def fitting(where: ExecutionFilter) -> Select[str]:
    """Ids of all rows that fit, in no order."""
    return select(Listed.id).where(*indexed(where), *(build(Listed) for build in conditions(where).values()))


def _steps(where: ExecutionFilter) -> int:
    return WALK // 2 if where.text.strip() or where.contains is not None else WALK


def _driving(asked: dict[str, Build], stretch: Stretch) -> list[str]:
    spans = [name for name in _SPANS if name in asked]
    if stretch.by_value:
        return [stretch.order.column] if stretch.order.column in asked else []
    known = [name for name in _DRIVERS if name in asked]
    return [*([name for name in known if _is_narrow(name, asked)] or known)[:1], *spans]


def _is_narrow(driver: str, asked: dict[str, Build]) -> bool:
    """Whether all that the index of this condition gives may be looked at."""
    held = _HELD.get(driver)
    return driver in _FEW or (held is not None and asked.keys() <= {driver, *held, *_SPANS})
