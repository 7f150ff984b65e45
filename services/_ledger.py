"""Writing the ledger: who did what to which subject, in the transaction of the deed itself."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from domain.json_types import JsonObject
from storage.database import WriteSession
from storage.own_tables import LedgerEntry


def record(
    session: WriteSession,
    actor: str,
    action: str,
    subject: tuple[str, str],
    *,
    template_id: str | None = None,
    before: JsonObject | None = None,
    after: JsonObject | None = None,
    reason: str | None = None,
) -> None:
    """Add one row; ``subject`` is (type, id)."""
    subject_type, subject_id = subject
    session.add(
        LedgerEntry(
            actor=actor,
            action=action,
            subject_type=subject_type,
            subject_id=subject_id,
            template_id=template_id,
            before=before,
            after=after,
            reason=reason,
        )
    )


def newest_deed(session: Session, condition: ColumnElement[bool]) -> str:
    """`` by ada@acme.example at 2026-11-22 21:43:05 UTC``, of the newest row; empty where nothing is recorded."""
    query = select(LedgerEntry.actor, LedgerEntry.at).where(condition).order_by(LedgerEntry.id.desc()).limit(1)
    found = session.execute(query).first()
    return f" by {found.actor} at {found.at:%Y-%m-%d %H:%M:%S} UTC" if found else ""
