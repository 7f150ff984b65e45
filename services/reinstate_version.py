"""Reinstate a deprecated version: published again, as it was."""

from domain.lifecycle import check_can_reinstate
from domain.vocabulary import VersionStatus
from services._ledger import record
from services._versions import facts_of, lock_version
from services._words import required
from storage.database import transaction


def reinstate_version(version_id: str, *, reason: str, actor: str) -> None:
    """Publish a deprecated version again (rule 1); it does not become active by that.

    Raises: NotFound, NotAllowed, InvalidInput without a reason.
    """
    reason = required(reason, "reason", 1000)
    with transaction() as session:
        locked = lock_version(session, version_id)
        check_can_reinstate(facts_of(session, locked))
        locked.version.status = VersionStatus.PUBLISHED
        record(
            session,
            actor,
            "version.reinstate",
            ("version", version_id),
            template_id=locked.template.id,
            before={"status": VersionStatus.DEPRECATED.value},
            after={"status": VersionStatus.PUBLISHED.value, "version": locked.version.version},
            reason=reason,
        )
