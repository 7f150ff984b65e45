"""Say that failures are dealt with: nothing is started, and they leave the recovery queue."""

from sqlalchemy import text, update

from domain.errors import Conflict, NotFound
from domain.vocabulary import Settled
from services._ledger import record
from services._words import required
from storage.database import transaction
from storage.failure_tables import Failure, FailureGroup
from storage.shared_tables import utc_now

_NOTE = text("""
INSERT INTO pointsman.ledger (actor, action, subject_type, subject_id, template_id, reason)
SELECT :actor, 'execution.dealt_with', 'execution', execution_id, template_id, :reason
FROM pointsman.failure WHERE execution_id = ANY(:ids)""")


def settle_failures(group_id: str, *, seen: int, actor: str, reason: str) -> int:
    """Count every open failure of the group as dealt with, if there are still as many as were ``seen``.

    Each execution has its row in the ledger. Raises: NotFound, InvalidInput without a reason, Conflict when others
    came or went meanwhile.
    """
    reason = required(reason, "reason", 1000)
    with transaction() as session:
        group = session.get(FailureGroup, group_id, with_for_update=True)
        if group is None:
            raise NotFound("group of failures", group_id)
        settled = session.scalars(
            update(Failure)
            .where(Failure.group_id == group_id, Failure.settled.is_(None))
            .values(settled=Settled.DEALT_WITH, settled_by=actor, settled_at=utc_now())
            .returning(Failure.execution_id)
        ).all()
        if len(settled) != seen:
            raise Conflict(f"There are {len(settled):,} of them now, not {seen:,}. Look again, then decide.")
        values = {"actor": actor, "reason": reason, "ids": list(settled)}
        session.execute(_NOTE, values)
        record(
            session,
            actor,
            "failures.dealt_with",
            ("failure_group", group_id),
            template_id=group.template_id,
            after={"failures": len(settled), "error": group.error},
            reason=reason,
        )
    return len(settled)
