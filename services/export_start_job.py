"""What came of a job, row by row, as a file."""

import csv
import io
from collections.abc import Mapping
from typing import cast

from domain.json_types import JsonValue
from domain.json_values import compact
from domain.start_lists.targets import OUTCOME_HEADS
from services._job_rows import select_job_rows
from services.read_start_job import read_start_job
from storage.database import reading
from storage.own_tables import StartJobRow

_HEADS = (*OUTCOME_HEADS, "name", "serviceRequestId", "taskGroupId", "input", "context")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs cells that begin so (OWASP, CSV injection)."""


def export_start_job(job_id: str) -> str:
    """Every row with its outcome, as CSV; corrected, it can be uploaded as a new list.

    A text that a spreadsheet would take for a formula begins with an apostrophe. Raises: NotFound.
    """
    read_start_job(job_id)
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(_HEADS)
    query = select_job_rows(job_id).add_columns(StartJobRow.input, StartJobRow.context)
    with reading() as session:
        for row in session.execute(query.execution_options(yield_per=500)).mappings():
            writer.writerow(_cells({str(name): value for name, value in row.items()}))
    return written.getvalue()


def _cells(row: Mapping[str, object]) -> list[object]:
    told = row["outcome"] or ("ON_ITS_WAY" if row["done_at"] else "WAITING")
    names = ("detail", "execution_id", "delivery_id", "name", "service_request_id", "task_group_id")
    return [row["number"], told, *(_harmless(row[name]) for name in names), *map(_json, (row["input"], row["context"]))]


def _harmless(text: object) -> str:
    found = "" if text is None else str(text)
    return f"'{found}" if found.startswith(_FORMULA_SIGNS) else found


def _json(value: object) -> str:
    return "" if value is None else compact(cast(JsonValue, value))
