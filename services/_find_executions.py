"""Finding one page of executions in bounded time, whatever filters come together.

An index that gives the rows of one condition in order is walked a bounded way, for where many rows fit, some of them
are near. Where it finds too few, few rows fit, and the inverted index gives exactly those (decision 13).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select, text
from sqlalchemy.orm import aliased

from services._execution_filter import Build, ExecutionFilter, conditions
from services._execution_order import Stretch
from services._execution_terms import indexed
from services._explaining import expected_rows
from storage.database import ReadSession, WriteSession
from storage.list_table import ListedExecution as Listed

WALK = 2_000
"""Rows that are looked at in order before the inverted index is asked; half as many where each is read in full."""

_PLANNING = text("""
SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true),
       set_config('random_page_cost', '1.1', true), set_config('jit', 'off', true)""")
_DRIVERS = (
    *("service_request_id", "parent_id", "subscription_id", "failure_group", "drifting", "root_id", "customer_id"),
    *("version_id", "entity_id", "waiting_since", "tests", "not_recovered", "failure_type"),
    *("started_by", "template_id", "runtime_status", "status", "origin"),
    *("by_backend", "roots_only"),
)
"""Conditions for which an index has the rows in order of creation, the rarer ones first."""
MANY = 2_000
"""Rows from which on the inverted index is asked first for the time near the reader."""
WINDOW = timedelta(days=60)
"""How far from where the reader is the inverted index is asked first; an eighth of it where even that holds many."""
FAR = timedelta(days=1_000)
"""How far it is asked before it is asked for everything."""
_EARLIEST, _LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
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
}
"""What no execution of the backend has, as Pointsman keeps no run of it."""
_SELDOM = ("drifting", "waiting_since")
_SHORT = (
    *("status", "statuses", "runtime_status", "origin", "by_backend", "kind", "tests", "entity_type"),
    *("took_from", "took_below", "running_for", *_SELDOM, *_SPANS),
)
"""What the indexes of seldom states hold of a row (migration 15)."""


def plan_for_lists(session: ReadSession | WriteSession) -> None:
    """Have PostgreSQL plan with the values at hand, as what is common and what is rare want different plans."""
    session.execute(_PLANNING)


def find(session: ReadSession, where: ExecutionFilter, stretch: Stretch, wanted: int) -> list[str]:
    """Ids of the first ``wanted`` executions of a stretch, in its order. Raises: InvalidInput."""
    asked = conditions(where)
    if where.by_backend and not _OURS.isdisjoint(asked):
        return []
    driving = _driving(asked, stretch)
    rest = [build for name, build in asked.items() if name not in driving]
    narrow = bool(driving) and (driving[0] in _FEW or (driving[0] in _SELDOM and asked.keys() <= set(_SHORT)))
    near = walk(asked, driving, stretch, None if narrow or not rest else _steps(where)).limit(wanted)
    found = list(session.scalars(near))
    if narrow or not rest or len(found) >= wanted:
        return found
    return _search(session, where, stretch, wanted)


def _search(session: ReadSession, where: ExecutionFilter, stretch: Stretch, wanted: int) -> list[str]:
    """Ask the inverted index for the time near the reader, then as far as what was found there makes likely."""
    here = None if stretch.by_value else _here(session, where, stretch)
    length = FAR if here is None or not _are_many(session, where) else WINDOW
    if length < FAR and here and _are_many(session, _within(where, stretch, here, WINDOW)):
        length = WINDOW / 8
    while here and length < FAR:
        near = _within(where, stretch, here, length)
        found = list(session.scalars(hits(near, stretch).limit(wanted)))
        if len(found) >= wanted or _is_all(near, where, stretch):
            return found
        length = length * min(max(1.5 * wanted / len(found), 2), 8) if found else FAR
    return list(session.scalars(hits(where, stretch).limit(wanted)))


def _here(session: ReadSession, where: ExecutionFilter, stretch: Stretch) -> datetime | None:
    """The moment from which the list is read: the reader's, or where it or the filter's time begins; None: no rows."""
    found = stretch.after[1] if stretch.after else session.scalar(select(_end(stretch)))
    limit = where.created_before if stretch.falling else where.created_from
    if found is None or limit is None:
        return found
    return min(found, limit) if stretch.falling else max(found, limit)


def _end(stretch: Stretch) -> ColumnElement[datetime]:
    return func.max(Listed.created_at) if stretch.falling else func.min(Listed.created_at)


def _within(where: ExecutionFilter, stretch: Stretch, here: datetime, length: timedelta) -> ExecutionFilter:
    """The filter on no more than ``length`` from a moment on, in the direction of reading."""
    if stretch.falling:
        begin = max(here, _EARLIEST + length) - length
        return replace(where, created_from=max(begin, where.created_from or begin))
    end = min(here, _LATEST - length) + length
    return replace(where, created_before=min(end, where.created_before or end))


def _is_all(near: ExecutionFilter, where: ExecutionFilter, stretch: Stretch) -> bool:
    if stretch.falling:
        return near.created_from == where.created_from
    return near.created_before == where.created_before


def _are_many(session: ReadSession, where: ExecutionFilter) -> bool:
    return expected_rows(session, select(Listed.id).where(*indexed(where))) > MANY


def walk(asked: dict[str, Build], driving: Sequence[str], stretch: Stretch, most: int | None) -> Select[str]:
    """Ids in order, of the rows that fit among the first ``most`` that the index gives."""
    inner = select(Listed).where(*stretch.bounds(Listed), *(asked[name](Listed) for name in driving))
    inner = inner.order_by(*stretch.ordering(Listed))
    row = aliased(Listed, inner.limit(most).subquery("near")) if most else Listed
    rest = [build(row) for name, build in asked.items() if name not in driving]
    if most is None:
        return inner.with_only_columns(Listed.id).where(*rest)
    return select(row.id).where(*rest).order_by(*stretch.ordering(row))


def hits(where: ExecutionFilter, stretch: Stretch) -> Select[str]:
    """Ids in order, of all rows that the inverted index gives and that fit; bodies are looked into last."""
    asked = conditions(where)
    deep = asked.pop("contains", None)
    hit = aliased(Listed, select(Listed).where(*indexed(where)).cte("hit").prefix_with("MATERIALIZED"))
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
    return [*[name for name in _DRIVERS if name in asked][:1], *spans]
