"""A page of the list as trees: each execution that was found stands under its ancestors, roots tell of their family."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from domain.tree_folding import BAD, SEVERITY
from domain.vocabulary import ExecutionStatus
from services.list_executions import ExecutionRow, read_rows
from storage.database import ReadSession, reading
from storage.list_table import ListedExecution as Listed

MOST_CHILDREN = 200
"""Children that are shown of an opened execution."""
Statuses = dict[ExecutionStatus, int]


@dataclass(frozen=True)
class RollUp:
    """What is below an execution: all descendants of a root, else the children. ``last_closed`` is UTC."""

    statuses: Statuses
    last_closed: datetime | None

    @property
    def total(self) -> int:
        """How many executions are below."""
        return sum(self.statuses.values())

    @property
    def failed(self) -> int:
        """How many of them failed, or failed to start."""
        return sum(self.statuses.get(status, 0) for status in BAD)

    @property
    def worst(self) -> ExecutionStatus:
        """The status that asks for most attention."""
        return next(status for status in SEVERITY if status in self.statuses)


@dataclass(frozen=True)
class TreeRow:
    """One line: ``depth`` 0 is a root; ``is_found`` tells a match from an ancestor or sibling that is shown with it."""

    execution: ExecutionRow
    depth: int
    is_found: bool
    below: RollUp | None

    @property
    def family_took(self) -> timedelta | None:
        """From the start of the execution to the last end below it or its own; None while something runs."""
        open_ones = {ExecutionStatus.STARTED, ExecutionStatus.CREATED}
        began, ended = self.execution.started_at, self.execution.closed_at
        if began is None or ended is None or (self.below and open_ones & set(self.below.statuses)):
            return None
        last = self.below.last_closed if self.below else None
        return max(ended, last or ended) - began


def list_trees(found: Sequence[ExecutionRow], opened: Collection[str] = ()) -> tuple[TreeRow, ...]:
    """Put the rows of a page under their roots, in the order of the page; ``opened`` ids show their children."""
    with reading() as session:
        lines = _with_ancestors(session, found)
        known = {row.id: row for row in read_rows(session, lines)}
        for each in [one for one in opened if one in known]:
            known |= {row.id: row for row in read_rows(session, _children(session, each))}
        roots = [row.id for row in known.values() if row.parent_id is None]
        below = _below(session, Listed.root_id, roots) | _below(session, Listed.parent_id, set(known) - set(roots))
    tops = dict.fromkeys(row.root_id or row.id for row in found)
    matches = {row.id for row in found}
    ordered = [line for top in tops for line in _descend(known, top, 0)]
    return tuple(TreeRow(row, depth, row.id in matches, below.get(row.id)) for row, depth in ordered)


def _with_ancestors(session: ReadSession, found: Sequence[ExecutionRow]) -> list[str]:
    up = select(Listed.id, Listed.parent_id).where(Listed.id.in_([row.id for row in found])).cte("up", recursive=True)
    parent = aliased(Listed)
    up = up.union(select(parent.id, parent.parent_id).join(up, up.c.parent_id == parent.id))
    return list(session.scalars(select(up.c.id)))


def _children(session: ReadSession, parent_id: str) -> list[str]:
    query = select(Listed.id).where(Listed.parent_id == parent_id)
    return list(session.scalars(query.order_by(Listed.created_at, Listed.id).limit(MOST_CHILDREN)))


def _below(session: ReadSession, above: InstrumentedAttribute[str | None], ids: Collection[str]) -> dict[str, RollUp]:
    query = select(above, Listed.status, func.count(), func.max(Listed.closed_at)).where(above.in_(ids))
    found: dict[str, list[tuple[ExecutionStatus, int, datetime | None]]] = {}
    for key, status, count, closed in session.execute(query.group_by(above, Listed.status)):
        found.setdefault(str(key), []).append((status, count, closed))
    return {key: _rolled_up(parts) for key, parts in found.items()}


def _rolled_up(parts: list[tuple[ExecutionStatus, int, datetime | None]]) -> RollUp:
    closed = [moment for _, _, moment in parts if moment is not None]
    return RollUp({status: count for status, count, _ in parts}, max(closed, default=None))


def _descend(known: dict[str, ExecutionRow], top: str, depth: int) -> Iterator[tuple[ExecutionRow, int]]:
    if top in known:
        yield known[top], depth
        children = sorted((row for row in known.values() if row.parent_id == top), key=lambda row: row.created_at)
        for child in children:
            yield from _descend(known, child.id, depth + 1)
