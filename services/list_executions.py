"""The list of executions: filters that combine, newest first, paged by keyset both ways."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, tuple_

from domain.errors import InvalidInput
from domain.vocabulary import ExecutionKind, ExecutionStatus, Origin, RuntimeStatus
from services._execution_rows import select_executions
from services._keyset import cursor_of, position_of
from storage.database import reading
from storage.own_tables import ExecutionRun
from storage.shared_tables import WorkflowExecution, WorkflowTemplateVersion

SHORTEST_SEARCH = 3
SHORTEST_ID = 20


@dataclass(frozen=True)
class ExecutionFilter:
    """Conditions that all must hold; an empty one holds always. Times are aware, ``created_before`` is exclusive.

    ``text`` is part of a name or a whole id; ``roots_only`` leaves children out. Customer and subscription are those
    that the context names.
    """

    statuses: tuple[ExecutionStatus, ...] = ()
    runtime_status: RuntimeStatus | None = None
    template_id: str | None = None
    version_id: str | None = None
    origin: Origin | None = None
    kind: ExecutionKind | None = None
    created_from: datetime | None = None
    created_before: datetime | None = None
    text: str = ""
    roots_only: bool = False
    customer_id: str | None = None
    subscription_id: str | None = None
    service_request_id: str | None = None


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
) -> ExecutionPage:
    """One page of executions; ``older_than`` or ``newer_than`` is a cursor of another page.

    Raises: InvalidInput for a cursor that is none, or a text of fewer than three characters.
    """
    query = _filtered(where or ExecutionFilter())
    created, key = WorkflowExecution.created_at, WorkflowExecution.id
    if newer_than:
        query = query.where(tuple_(created, key) > position_of(newer_than)).order_by(created, key)
    else:
        query = query.order_by(created.desc(), key.desc())
        if older_than:
            query = query.where(tuple_(created, key) < position_of(older_than))
    with reading() as session:
        found = [ExecutionRow(**row) for row in session.execute(query.limit(size + 1)).mappings()]
    has_more, rows = len(found) > size, found[:size]
    if newer_than:
        rows.reverse()
        return _page(rows, newer=has_more, older=True)
    return _page(rows, newer=older_than is not None, older=has_more)


def _page(rows: list[ExecutionRow], *, newer: bool, older: bool) -> ExecutionPage:
    first, last = (_cursor(rows[0]), _cursor(rows[-1])) if rows else (None, None)
    return ExecutionPage(tuple(rows), first if newer else None, last if older else None)


def _cursor(row: ExecutionRow) -> str:
    return cursor_of(row.created_at, row.id)


def _filtered(where: ExecutionFilter) -> Select[*tuple[object, ...]]:
    execution, run, version = WorkflowExecution, ExecutionRun, WorkflowTemplateVersion
    query = select_executions()
    if where.statuses:
        query = query.where(execution.status.in_(where.statuses))
    for column, wanted in (
        (run.runtime_status, where.runtime_status),
        (version.template_id, where.template_id),
        (execution.version_id, where.version_id),
        (run.origin, where.origin),
        (run.kind, where.kind),
        (run.customer_id, where.customer_id),
        (run.subscription_id, where.subscription_id),
        (run.service_request_id, where.service_request_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if where.created_from is not None:
        query = query.where(execution.created_at >= where.created_from)
    if where.created_before is not None:
        query = query.where(execution.created_at < where.created_before)
    if where.roots_only:
        query = query.where(execution.parent_id.is_(None))
    return _searched(query, where.text.strip())


def _searched(query: Select[*tuple[object, ...]], text: str) -> Select[*tuple[object, ...]]:
    if not text:
        return query
    if len(text) < SHORTEST_SEARCH:
        raise InvalidInput("search", f"write at least {SHORTEST_SEARCH} characters.")
    if len(text) > 200:
        raise InvalidInput("search", "write at most 200 characters.")
    in_name = WorkflowExecution.name.icontains(text, autoescape=True)
    could_be_id = len(text) >= SHORTEST_ID and text.isalnum()
    return query.where(or_(WorkflowExecution.id == text, in_name) if could_be_id else in_name)
