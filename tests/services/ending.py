"""Executions that end without a worker, as the engine reports it."""

from datetime import UTC, datetime

from domain.json_types import JsonObject
from domain.vocabulary import RuntimeStatus
from services.get_execution import get_execution
from services.report_execution import report_ended, report_started

FAULT: JsonObject = {"type": "timeout", "title": "Too late", "status": 408, "instance": "/do/0/file"}


def end(
    execution_id: str | None, status: RuntimeStatus = RuntimeStatus.FAILED, failure: JsonObject | None = None
) -> str:
    """Report that it ran and ended; gives its id."""
    found = execution_id or ""
    run_id = get_execution(found).run_id or f"run-{found}"
    report_started(found, run_id, datetime.now(UTC))
    cause = None if status is RuntimeStatus.COMPLETED else failure or FAULT
    report_ended(found, run_id, status, datetime.now(UTC), cause)
    return found
