"""Days without executions belong on the chart too."""

from datetime import UTC, datetime, timedelta

from domain.vocabulary import ExecutionStatus
from services.read_overview import DayCount, Overview


def every_day(overview: Overview) -> list[DayCount]:
    """The counts of each day (UTC) since the overview's first one, days without any included."""
    first = overview.since.date()
    days = (datetime.now(UTC).date() - first).days + 1
    empty = [DayCount(first + timedelta(days=number), ExecutionStatus.COMPLETED, 0) for number in range(days)]
    return [*overview.days, *empty]
