"""The history of a template, a version, a link or an execution."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, and_, literal, or_, select

from domain.json_types import JsonObject
from storage.database import reading
from storage.own_tables import LedgerEntry


@dataclass(frozen=True)
class LedgerRow:
    """One deed. ``at`` is UTC; ``before`` and ``after`` hold what changed."""

    id: int
    at: datetime
    actor: str
    action: str
    subject_type: str
    subject_id: str
    before: JsonObject | None
    after: JsonObject | None
    reason: str | None


def read_ledger(*, template_id: str | None = None, subject_id: str | None = None, limit: int = 100) -> list[LedgerRow]:
    """The newest deeds on a template (with its versions and links) or on one subject, newest first.

    What was done to the template's executions is told by their own ledgers.
    """
    row = LedgerEntry
    query = (
        select(
            row.id, row.at, row.actor, row.action, row.subject_type, row.subject_id, row.before, row.after, row.reason
        )
        .where(
            or_(
                and_(row.template_id == literal(template_id, Text), row.subject_type != "execution"),
                row.subject_id == subject_id,
            )
        )
        .order_by(row.id.desc())
        .limit(limit)
    )
    with reading() as session:
        return [LedgerRow(*found) for found in session.execute(query)]
