"""What was active when, by whom and why: the moves of the points as periods, as the ledger tells them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import NotFound
from services._pointer import MOVES, number_of
from storage.database import reading
from storage.own_tables import LedgerEntry
from storage.shared_tables import WorkflowTemplate

MOST_MOVES = 1000


@dataclass(frozen=True)
class Period:
    """A version that was active, or None while the template was off, from ``since`` until ``until`` (UTC).

    ``until`` None means that it still is so. ``is_start_known`` is false where the backend moved the points, or the
    ledger began later: then it began at some moment after ``since`` (None: nobody knows since when), and ``by`` and
    ``why`` are None. ``is_end_known`` is false where it ended so: at some moment before ``until``, or before now.
    """

    version_id: str | None
    version: str | None
    since: datetime | None
    until: datetime | None
    by: str | None = None
    why: str | None = None
    is_start_known: bool = True
    is_end_known: bool = True


@dataclass(frozen=True)
class History:
    """``periods``, the newest first, of a template made at ``created_at``; ``is_whole`` unless moves are left out."""

    created_at: datetime
    periods: tuple[Period, ...]
    is_whole: bool

    def between(self, begin: datetime, end: datetime) -> tuple[Period, ...]:
        """The periods that touch the time from ``begin`` to before ``end``, oldest first."""
        found = [each for each in self.periods if _touches(each, begin, end)]
        return tuple(reversed(found))


def read_history(template_id: str) -> History:
    """Read the last 1,000 moves of a template's points. Raises: NotFound."""
    with reading() as session:
        template = session.get(WorkflowTemplate, template_id)
        if template is None:
            raise NotFound("template", template_id)
        moves = _moves(session, template_id)
        now = template.active_version_id, number_of(session, template.active_version_id)
        is_whole = len(moves) < MOST_MOVES
        is_told = is_whole and _was_made_here(session, template_id)
        periods = [*_periods(moves, now, template.created_at if is_told else None)]
        return History(template.created_at, tuple(reversed(periods)), is_whole)


@dataclass(frozen=True)
class _Move:
    at: datetime
    actor: str
    reason: str | None
    before: tuple[str | None, str | None]
    after: tuple[str | None, str | None]


def _moves(session: Session, template_id: str) -> list[_Move]:
    row = LedgerEntry
    query = (
        select(row.at, row.actor, row.reason, row.before, row.after)
        .where(row.template_id == template_id, row.action.in_(MOVES))
        .order_by(row.id.desc())
        .limit(MOST_MOVES)
    )
    found = session.execute(query).all()[::-1]
    return [_Move(at, actor, why, _state(before), _state(after)) for at, actor, why, before, after in found]


def _state(told: object) -> tuple[str | None, str | None]:
    members = told if isinstance(told, dict) else {}
    return members.get("activeVersionId"), members.get("version")


def _was_made_here(session: Session, template_id: str) -> bool:
    made = select(LedgerEntry.id).where(LedgerEntry.subject_id == template_id, LedgerEntry.action == "template.create")
    return session.execute(made.limit(1)).first() is not None


def _periods(moves: Sequence[_Move], now: tuple[str | None, str | None], made_at: datetime | None) -> Iterator[Period]:
    """Oldest first. A state that no move led to is a period of its own, whose beginning nobody recorded."""
    first = moves[0].before if moves else now
    last = Period(*first, made_at, None, is_start_known=made_at is not None and first[0] is None)
    for move in moves:
        if last.version_id != move.before[0]:
            yield replace(last, until=move.at, is_end_known=False)
            last = Period(*move.before, last.since, None, is_start_known=False)
        yield replace(last, until=move.at)
        last = Period(*move.after, move.at, None, move.actor, move.reason)
    if last.version_id != now[0]:
        yield replace(last, is_end_known=False)
        last = Period(*now, last.since, None, is_start_known=False)
    yield last


def _touches(period: Period, begin: datetime, end: datetime) -> bool:
    return (period.since is None or period.since < end) and (period.until is None or period.until > begin)
