"""Finding one page of executions in bounded time, whatever filters come together.

An index that gives the rows of one condition in order is walked a bounded way, for where many rows fit, some of them
are near. Where it finds too few, few rows fit, and the inverted index gives exactly those (decision 13).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Select, select, text
from sqlalchemy.orm import aliased

from services._execution_filter import Build, ExecutionFilter, conditions
from services._execution_order import Stretch
from services._execution_terms import indexed
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
    *("entity_id", "waiting_since", "tests", "failure_type", "version_id", "started_by", "template_id"),
    *("runtime_status", "status", "origin"),
    *("by_backend", "roots_only"),
)
"""Conditions for which an index has the rows in order of creation, the rarer ones first."""
MANY = 2_000
"""Rows from which on the inverted index is asked first for the time near the reader."""
WINDOW = timedelta(days=60)
"""How far from where the reader is the inverted index is asked first."""
_DAY = timedelta(days=1)
_FEW = ("service_request_id", "parent_id", "subscription_id", "failure_group")
_SPANS = ("created_from", "created_before")


def plan_for_lists(session: ReadSession | WriteSession) -> None:
    """Have PostgreSQL plan with the values at hand, as what is common and what is rare want different plans."""
    session.execute(_PLANNING)


def find(session: ReadSession, where: ExecutionFilter, stretch: Stretch, wanted: int) -> list[str]:
    """Ids of the first ``wanted`` executions of a stretch, in its order. Raises: InvalidInput."""
    asked = conditions(where)
    driving = _driving(asked, stretch)
    rest = [build for name, build in asked.items() if name not in driving]
    narrow = bool(driving) and driving[0] in _FEW
    near = walk(asked, driving, stretch, None if narrow or not rest else _steps(where)).limit(wanted)
    found = list(session.scalars(near))
    if narrow or not rest:
        return found
    is_many = expected_rows(session, select(Listed.id).where(*indexed(where))) > MANY
    for window in _windows(where, stretch) if is_many else (where,):
        if len(found) >= wanted:
            break
        found = list(session.scalars(hits(window, stretch).limit(wanted)))
    return found


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


def _windows(where: ExecutionFilter, stretch: Stretch) -> Iterator[ExecutionFilter]:
    """The filter on the time near the reader, and then as it was asked."""
    begin = stretch.after[1] if stretch.after else utc_now() + _DAY
    is_nowhere = stretch.by_value or (stretch.after is None and not stretch.falling)
    if not is_nowhere:
        from_here = (begin - WINDOW, begin + _DAY) if stretch.falling else (begin, begin + WINDOW)
        near = replace(where, created_from=from_here[0], created_before=from_here[1])
        if _is_wider(where, near):
            yield near
    yield where


def _steps(where: ExecutionFilter) -> int:
    return WALK // 2 if where.text.strip() or where.contains is not None else WALK


def _is_wider(where: ExecutionFilter, near: ExecutionFilter) -> bool:
    """True where the filter asks for all of the time near the reader, and for more."""
    starts, ends = (where.created_from, near.created_from), (where.created_before, near.created_before)
    from_earlier = starts[0] is None or starts[1] is None or starts[0] < starts[1]
    return from_earlier and (ends[0] is None or ends[1] is None or ends[1] <= ends[0])


def _driving(asked: dict[str, Build], stretch: Stretch) -> list[str]:
    spans = [name for name in _SPANS if name in asked]
    if stretch.by_value:
        return [stretch.order.column] if stretch.order.column in asked else []
    return [*[name for name in _DRIVERS if name in asked][:1], *spans]
