"""What came of a job, row by row, as a file."""

from collections.abc import Mapping
from typing import cast

from domain.csv_text import csv_lines
from domain.json_types import JsonValue
from domain.json_values import compact
from domain.start_lists.targets import OUTCOME_HEADS
from services._job_rows import select_job_rows
from services.read_job import read_job
from storage.database import reading
from storage.own_tables import JobItem

_HEADS = (*OUTCOME_HEADS, "name", "serviceRequestId", "taskGroupId", "input", "context")


def export_job(job_id: str) -> str:
    """Every row with its outcome, as CSV; corrected, it can be uploaded as a new list.

    Cells that a spreadsheet would compute begin with an apostrophe, which the upload takes away. Raises: NotFound.
    """
    read_job(job_id)
    query = select_job_rows(job_id).add_columns(JobItem.input, JobItem.context)
    with reading() as session:
        found = session.execute(query.execution_options(yield_per=500)).mappings()
        return "".join(csv_lines(_HEADS, (_cells({str(name): value for name, value in row.items()}) for row in found)))


def _cells(row: Mapping[str, object]) -> list[str]:
    told = row["outcome"] or ("ON_ITS_WAY" if row["done_at"] else "WAITING")
    names = ("detail", "execution_id", "delivery_id", "name", "service_request_id", "task_group_id")
    texts = ["" if row[name] is None else str(row[name]) for name in names]
    return [str(row["number"]), str(told), *texts, *map(_json, (row["input"], row["context"]))]


def _json(value: object) -> str:
    return "" if value is None else compact(cast(JsonValue, value))
