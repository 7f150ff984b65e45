"""The direct children of an execution in short: how many there are of each status, and the first to look at."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from domain.tree_folding import SEVERITY
from domain.vocabulary import ExecutionStatus
from storage.database import reading
from storage.list_table import ListedExecution as Listed

MOST = 1_000
"""So many children are looked at, the oldest."""
NAMED = 5


@dataclass(frozen=True)
class Child:
    """One of them."""

    id: str
    name: str
    status: ExecutionStatus


@dataclass(frozen=True)
class Children:
    """``statuses`` counts them, the worst status first; ``named`` are at most five, in that order, then oldest first.

    Where there are 1,000 or more, the oldest 1,000 are told of.
    """

    statuses: Mapping[ExecutionStatus, int]
    named: tuple[Child, ...]

    @property
    def total(self) -> int:
        """How many are told of."""
        return sum(self.statuses.values())

    @property
    def is_cut(self) -> bool:
        """True where there may be more than that."""
        return self.total == MOST


def read_children(execution_id: str) -> Children:
    """Read them by one statement, whose cost does not grow with the family. An unknown id has none."""
    oldest = select(Listed.id, Listed.name, Listed.status, Listed.created_at).where(Listed.parent_id == execution_id)
    child = oldest.order_by(Listed.created_at, Listed.id).limit(MOST).subquery().c
    place = func.row_number().over(partition_by=child.status, order_by=(child.created_at, child.id)).label("place")
    alike = func.count().over(partition_by=child.status).label("alike")
    ranked = select(child.id, child.name, child.status, place, alike).subquery()
    with reading() as session:
        rows = session.execute(select(ranked).where(ranked.c.place <= NAMED)).all()
    rows = sorted(rows, key=lambda row: (SEVERITY.index(row.status), row.place))
    named = tuple(Child(row.id, row.name, row.status) for row in rows[:NAMED])
    return Children({row.status: row.alike for row in rows}, named)
