"""Finding one page of executions in bounded time, whatever filters come together.

An index that gives the rows of one condition in order is walked a bounded way, for where many rows fit, some of them
are near. Where it finds too few, few rows fit, and the inverted index gives exactly those (decision 11).
"""

from collections.abc import Sequence

from sqlalchemy import Select, select, text
from sqlalchemy.orm import aliased

from services._execution_filter import Build, ExecutionFilter, conditions
from services._execution_order import Stretch
from services._execution_terms import indexed
from storage.database import ReadSession
from storage.list_table import ListedExecution as Listed

WALK = 4_000
"""Rows that are looked at in order before the inverted index is asked."""

_PLANNING = text("""
SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true),
       set_config('jit', 'off', true)""")
_DRIVERS = (
    *("service_request_id", "parent_id", "subscription_id", "drifting", "root_id", "customer_id", "entity_id"),
    *("failure_type", "version_id", "started_by", "template_id", "runtime_status", "status", "origin", "by_backend"),
    "roots_only",
)
"""Conditions for which an index has the rows in order of creation, the rarer ones first."""
_FEW = ("service_request_id", "parent_id", "subscription_id")
_SPANS = ("created_from", "created_before")


def plan_for_lists(session: ReadSession) -> None:
    """Have PostgreSQL plan with the values at hand, as what is common and what is rare want different plans."""
    session.execute(_PLANNING)


def find(session: ReadSession, where: ExecutionFilter, stretch: Stretch, wanted: int) -> list[str]:
    """Ids of the first ``wanted`` executions of a stretch, in its order. Raises: InvalidInput."""
    asked = conditions(where)
    driving = _driving(asked, stretch)
    rest = [build for name, build in asked.items() if name not in driving]
    narrow = bool(driving) and driving[0] in _FEW
    near = walk(asked, driving, stretch, None if narrow or not rest else WALK).limit(wanted)
    found = list(session.scalars(near))
    if narrow or not rest or len(found) >= wanted:
        return found
    return list(session.scalars(hits(where, stretch).limit(wanted)))


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
    """Ids in order, of all rows that the inverted index gives and that fit."""
    row = aliased(Listed, select(Listed).where(*indexed(where)).cte("hit").prefix_with("MATERIALIZED"))
    exact = [build(row) for build in conditions(where).values()]
    return select(row.id).where(*stretch.bounds(row), *exact).order_by(*stretch.ordering(row))


def _driving(asked: dict[str, Build], stretch: Stretch) -> list[str]:
    spans = [name for name in _SPANS if name in asked]
    if stretch.by_value:
        return [stretch.order.column] if stretch.order.column in asked else []
    return [*[name for name in _DRIVERS if name in asked][:1], *spans]
