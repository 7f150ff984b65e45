"""Days without executions belong on the chart too."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from domain.vocabulary import ExecutionStatus
from services.read_overview import DayCount


def every_day(counts: Sequence[DayCount], since: datetime) -> list[DayCount]:
    """The counts of each day (UTC) from the first one until today, days without any included."""
    first = since.date()
    days = (datetime.now(UTC).date() - first).days + 1
    empty = [DayCount(first + timedelta(days=number), ExecutionStatus.COMPLETED, 0) for number in range(days)]
    return [*counts, *empty]
