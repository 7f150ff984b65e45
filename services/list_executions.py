"""The list of executions: filters that combine, sorted by any column, paged by keyset both ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from domain.vocabulary import EntityType, ExecutionKind, ExecutionStatus, Origin, RuntimeStatus
from services._execution_filter import SHORTEST_SEARCH, ExecutionFilter
from services._execution_order import SORTS, Order, stretches
from services._find_executions import find, plan_for_lists
from storage.database import ReadSession, reading
from storage.list_table import ListedExecution as Listed
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion

__all__ = [
    "NEWEST_FIRST",
    "SHORTEST_SEARCH",
    "SORTS",
    "ExecutionFilter",
    "ExecutionPage",
    "ExecutionRow",
    "Order",
    "list_executions",
    "read_rows",
]
NEWEST_FIRST = Order()


@dataclass(frozen=True)
class ExecutionRow:
    """One line of the list; never its context, input or definition. Times are UTC."""

    id: str
    name: str
    status: ExecutionStatus
    runtime_status: RuntimeStatus | None
    template_id: str
    template_name: str
    version_id: str
    version: str
    created_at: datetime
    started_at: datetime | None
    closed_at: datetime | None
    origin: Origin | None
    kind: ExecutionKind | None
    started_by: str | None
    parent_id: str | None
    root_id: str | None
    entity_type: EntityType | None = None
    entity_id: str | None = None
    customer_id: str | None = None
    service_request_id: str | None = None
    failure_type: str | None = None
    took_ms: int | None = None
    waiting_since: datetime | None = None
    drifts: bool = False


@dataclass(frozen=True)
class ExecutionPage:
    """Rows, newest first; ``newer`` and ``older`` are cursors to the pages beside it, None where there is none."""

    rows: tuple[ExecutionRow, ...]
    newer: str | None
    older: str | None


def list_executions(
    where: ExecutionFilter | None = None,
    *,
    older_than: str | None = None,
    newer_than: str | None = None,
    size: int = 50,
    order: Order = NEWEST_FIRST,
) -> ExecutionPage:
    """One page of executions; ``older_than`` (behind) or ``newer_than`` (before) is a cursor of a page in that order.

    Raises: InvalidInput for a cursor that is none, a text of fewer than three characters, a JSON object without values.
    """
    cursor = newer_than or older_than
    position = order.position(cursor) if cursor else None
    with reading() as session:
        plan_for_lists(session)
        ids: list[str] = []
        for stretch in stretches(order, position, backwards=newer_than is not None):
            if len(ids) <= size:
                ids += find(session, where or ExecutionFilter(), stretch, size + 1 - len(ids))
        rows = read_rows(session, ids[:size])
    has_more = len(ids) > size
    if newer_than:
        rows.reverse()
        return _page(rows, order, newer=has_more, older=True)
    return _page(rows, order, newer=older_than is not None, older=has_more)


def read_rows(session: ReadSession, ids: Sequence[str]) -> list[ExecutionRow]:
    """The rows of these executions, in this order; without those that are gone."""
    found = {row["id"]: ExecutionRow(**row) for row in session.execute(_rows(ids)).mappings()} if ids else {}
    return [found[each] for each in ids if each in found]


def _rows(ids: Sequence[str]) -> Select[*tuple[Any, ...]]:
    template, version = WorkflowTemplate, WorkflowTemplateVersion
    return (
        select(
            *(getattr(Listed, name) for name in ExecutionRow.__dataclass_fields__ if name in Listed.__table__.columns),
            template.name.label("template_name"),
            version.version,
        )
        .join(version, version.id == Listed.version_id)
        .join(template, template.id == Listed.template_id)
        .where(Listed.id.in_(ids))
    )


def _page(rows: list[ExecutionRow], order: Order, *, newer: bool, older: bool) -> ExecutionPage:
    first, last = (_cursor(rows[0], order), _cursor(rows[-1], order)) if rows else (None, None)
    return ExecutionPage(tuple(rows), first if newer else None, last if older else None)


def _cursor(row: ExecutionRow, order: Order) -> str:
    return order.cursor(getattr(row, order.column), row.created_at, row.id)
