"""The last good run before a failed one, what differs in what went in, and how the versions followed each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.diff.comparing import diff
from domain.diff.telling import ChangeLine, lines_of
from domain.json_types import JsonValue
from domain.vocabulary import ExecutionKind, ExecutionStatus
from services.get_execution import ExecutionDetail, get_execution
from services.list_executions import ExecutionFilter, list_executions
from services.read_history import Period, read_history

LOOKED_AT = 5
_A_MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True)
class LastGood:
    """The newest completed execution of the same template from before; tests are left out. Times are UTC.

    ``changes`` tell how the input of the failed one differs from its input; None where an input is not stored here.
    ``moves`` are the periods of the failed one's version that began between the two starts, newest first.
    """

    id: str
    name: str
    version_id: str
    version: str
    created_at: datetime
    changes: tuple[ChangeLine, ...] | None
    moves: tuple[Period, ...]


def find_last_good(execution_id: str) -> LastGood | None:
    """Look for it from the execution back; None where nothing of the template completed before. Raises: NotFound."""
    failed = get_execution(execution_id)
    found = _newest_good(failed)
    if found is None:
        return None
    good = get_execution(found)
    return LastGood(
        id=good.id,
        name=good.name,
        version_id=good.version_id,
        version=good.version,
        created_at=good.created_at,
        changes=_changes(good, failed),
        moves=tuple(_moves(good, failed)) if good.version_id != failed.version_id else (),
    )


def _newest_good(failed: ExecutionDetail) -> str | None:
    until = failed.created_at + _A_MOMENT
    where = ExecutionFilter(template_id=failed.template_id, statuses=(ExecutionStatus.COMPLETED,), created_before=until)
    rows = list_executions(where, size=LOOKED_AT).rows
    return next((row.id for row in rows if row.kind is not ExecutionKind.TEST), None)


def _changes(good: ExecutionDetail, failed: ExecutionDetail) -> tuple[ChangeLine, ...] | None:
    if good.origin is None or failed.origin is None:
        return None
    old, new = _named(good.input), _named(failed.input)
    return tuple(lines_of(diff(old, new), old, new))


def _named(given: JsonValue) -> JsonValue:
    return {"input": given}


def _moves(good: ExecutionDetail, failed: ExecutionDetail) -> Iterator[Period]:
    for period in read_history(failed.template_id).periods:
        since = period.since
        if since is None or not period.is_start_known or period.version_id != failed.version_id:
            continue
        if good.created_at - _A_MOMENT < since <= failed.created_at:
            yield period
