"""Executions whose status and runtime status disagree, by kind, with the reason and the fix."""

from dataclasses import dataclass

from sqlalchemy import func, select, true

from domain.drift import Fix, fix_of, proposal_of, reason_of
from domain.vocabulary import ExecutionStatus, RuntimeStatus
from storage.database import reading
from storage.list_table import ListedExecution as Listed


@dataclass(frozen=True)
class DriftKind:
    """``count`` executions that drift in the same way."""

    status: ExecutionStatus
    runtime_status: RuntimeStatus
    count: int

    @property
    def reason(self) -> str:
        """Why the two may disagree."""
        return reason_of(self.status, self.runtime_status)

    @property
    def proposal(self) -> str:
        """What the fix does, or what to do instead."""
        return proposal_of(self.status, self.runtime_status)

    @property
    def has_fix(self) -> bool:
        """False where only a person can tell what to do."""
        return fix_of(self.status, self.runtime_status) is not Fix.NONE


def read_drift() -> tuple[DriftKind, ...]:
    """Every kind of drift that there is, the most frequent first."""
    query = (
        select(Listed.status, Listed.runtime_status, func.count().label("count"))
        .where(Listed.drifts == true())
        .group_by(Listed.status, Listed.runtime_status)
        .order_by(func.count().desc(), Listed.status, Listed.runtime_status)
    )
    with reading() as session:
        return tuple(DriftKind(**row) for row in session.execute(query).mappings())
