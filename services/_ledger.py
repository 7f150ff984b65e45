"""Writing the ledger: who did what to which subject, in the transaction of the deed itself."""

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
