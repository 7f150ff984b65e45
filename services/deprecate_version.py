"""Deprecate a version: it starts nothing new, what runs on it goes on."""

from domain.errors import NotFound
from domain.lifecycle import check_can_deprecate
from domain.vocabulary import VersionStatus
from services._activation import Activation, move_pointer
from services._ledger import record
from services._seen import Seen, require_unchanged
from services._versions import facts_of, lock_version
from services._words import required
from storage.database import transaction


def deprecate_version(
    version_id: str, *, reason: str, actor: str, replacement_id: str | None = None, seen: Seen | None = None
) -> None:
    """Deprecate a published version; the active one only when ``replacement_id`` is activated with it (rule 7).

    ``seen`` is what `read_impact` showed. Raises: NotFound, NotAllowed, InvalidInput without a reason, Conflict.
    """
    reason = required(reason, "reason", 1000)
    with transaction() as session:
        locked = lock_version(session, version_id)
        if seen is not None:
            require_unchanged(session, locked.template, locked.version, seen)
        if replacement_id is not None and locked.is_active:
            replacement = lock_version(session, replacement_id)
            if replacement.template.id != locked.template.id:
                raise NotFound("version of this template", replacement_id)
            move_pointer(session, replacement, Activation(reason, version_id), actor)
            session.flush()
        check_can_deprecate(facts_of(session, locked))
        locked.version.status = VersionStatus.DEPRECATED
        record(
            session,
            actor,
            "version.deprecate",
            ("version", version_id),
            template_id=locked.template.id,
            before={"status": VersionStatus.PUBLISHED.value},
            after={"status": VersionStatus.DEPRECATED.value, "version": locked.version.version},
            reason=reason,
        )
