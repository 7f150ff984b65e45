"""What needs a person now: what did not recover, waits, runs long or drifts, and which requests started nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from domain.vocabulary import Outcome
from services._execution_filter import ExecutionFilter
from services.count_executions import Count, count_executions
from storage.database import ReadSession, reading
from storage.own_tables import Delivery
from storage.shared_tables import utc_now

RUNS_LONG = timedelta(days=1)
LOOKED_BACK = timedelta(days=7)
STARTED_NOTHING = (Outcome.NO_ACTIVE_VERSION, Outcome.INVALID_INPUT, Outcome.FAILED_TO_START, Outcome.NO_LINK)
"""What somebody can put right and decide again; a disabled link and an ignored event are meant."""
_LIMIT = 1_000


@dataclass(frozen=True)
class Attention:
    """How many executions need somebody, and how many requests since ``since`` (UTC) started nothing, by why."""

    not_recovered: Count
    waiting: Count
    running_long: Count
    drifting: Count
    refused: Mapping[Outcome, Count]
    since: datetime

    @property
    def is_calm(self) -> bool:
        """True when nobody has to do anything."""
        return not any(each.number for each in self._executions) and not any(
            each.number for each in self.refused.values()
        )

    @property
    def _executions(self) -> tuple[Count, ...]:
        return self.not_recovered, self.waiting, self.running_long, self.drifting


def read_attention() -> Attention:
    """Count all of it, each exactly up to 1,000."""
    since = utc_now().replace(hour=0, minute=0, second=0, microsecond=0) - LOOKED_BACK
    with reading() as session:
        refused = {outcome: _refused(session, outcome, since) for outcome in STARTED_NOTHING}
    return Attention(
        not_recovered=count_executions(ExecutionFilter(not_recovered=True), _LIMIT),
        waiting=count_executions(ExecutionFilter(waiting=True), _LIMIT),
        running_long=count_executions(ExecutionFilter(running_for=RUNS_LONG), _LIMIT),
        drifting=count_executions(ExecutionFilter(drifting=True), _LIMIT),
        refused=refused,
        since=since,
    )


def _refused(session: ReadSession, outcome: Outcome, since: datetime) -> Count:
    found = (
        select(Delivery.id).where(Delivery.outcome == outcome, Delivery.received_at >= since).limit(_LIMIT + 1)
    ).subquery()
    number = session.scalar(select(func.count()).select_from(found)) or 0
    return Count(min(number, _LIMIT), number <= _LIMIT)
