"""The list of executions as CSV: every row that a filter finds, in its order, page by page."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from services.list_executions import ExecutionFilter, Order, list_executions

PAGE = 1_000
COLUMNS = (
    *("id", "name", "template_name", "version", "status", "runtime_status", "created_at", "started_at", "closed_at"),
    *("took_ms", "origin", "kind", "started_by", "entity_type", "entity_id", "customer_id", "service_request_id"),
    *("failure_type", "waiting_since", "parent_id", "root_id"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_executions(where: ExecutionFilter, order: Order) -> Iterator[str]:
    """CSV (RFC 4180) with a head, a page at a time, so that it never stands in memory as a whole. Times are UTC.

    A text that a spreadsheet would take for a formula begins with an apostrophe. Raises: InvalidInput.
    """
    page = list_executions(where, size=PAGE, order=order)
    yield _lines([COLUMNS])
    while True:
        yield _lines([[_cell(getattr(row, name)) for name in COLUMNS] for row in page.rows])
        if page.older is None:
            return
        page = list_executions(where, older_than=page.older, size=PAGE, order=order)


def _lines(rows: Sequence[Sequence[str]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    return f"'{value}" if str(value).startswith(_FORMULA) else str(value)
