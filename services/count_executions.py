"""How many executions fit a filter: exactly up to a limit, and beyond it about how many."""

from dataclasses import dataclass

from sqlalchemy import func, select

from services._execution_filter import Condition, ExecutionFilter, conditions
from services._explaining import expected_rows
from services._find_executions import fitting, plan_for_lists
from storage.database import reading
from storage.list_table import ListedExecution as Listed

COUNT_LIMIT = 10_000
_SURELY_MORE = 10
"""How many times the limit PostgreSQL must expect for the count not to be tried."""


@dataclass(frozen=True)
class Count:
    """``number`` is exact, or what PostgreSQL expects by its statistics, and then more than the limit."""

    number: int
    is_exact: bool


def count_executions(where: ExecutionFilter | None = None, limit: int = COUNT_LIMIT) -> Count:
    """Count the executions that fit. Raises: InvalidInput."""
    asked = where or ExecutionFilter()
    with reading() as session:
        plan_for_lists(session)
        expected = expected_rows(session, select(Listed.id).where(*_exact(asked)))
        if expected > _SURELY_MORE * limit:
            return Count(expected, False)
        found = fitting(asked).limit(limit + 1).subquery()
        counted = session.scalar(select(func.count()).select_from(found)) or 0
    return Count(counted, True) if counted <= limit else Count(max(expected, limit + 1), False)


def _exact(where: ExecutionFilter) -> list[Condition]:
    return [build(Listed) for build in conditions(where).values()]
