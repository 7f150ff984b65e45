"""Publish a draft; with ``activate`` also move the points to it, in the same transaction."""

from domain.errors import InvalidInput, NotAllowed
from domain.json_values import content_hash
from domain.lifecycle import check_can_publish, check_semver
from domain.vocabulary import VersionStatus
from services._activation import Activation, move_pointer
from services._ledger import record
from services._seen import Seen, require_unchanged
from services._steps import small_step_of
from services._versions import LockedVersion, facts_of, info_of, lock_version
from services._words import optional
from services.check_definition import require_publishable
from storage.database import WriteSession, transaction
from storage.own_tables import VersionInfo
from storage.shared_tables import utc_now


def publish_version(
    version_id: str,
    *,
    actor: str,
    note: str | None = None,
    activate: Activation | None = None,
    seen: Seen | None = None,
    smaller_step_confirmed: bool = False,
) -> None:
    """Freeze a draft for good (rules 1, 3, 4); ``note`` replaces the draft's note when given.

    ``seen`` is what `read_impact` showed: when the active version, the links or the draft changed since, nothing is
    done. A number that makes a smaller step than the changes since the active version ask for wants
    ``smaller_step_confirmed``.

    Raises: NotFound, NotAllowed, InvalidInput without a note, InvalidDefinition, Conflict with what changed meanwhile.
    """
    with transaction() as session:
        locked = lock_version(session, version_id)
        if seen is not None:
            require_unchanged(session, locked.template, locked.version, seen)
        check_can_publish(facts_of(session, locked))
        _check_ready(session, locked, note)
        if not smaller_step_confirmed:
            _check_step(session, locked)
        _publish(session, locked, actor)
        session.flush()
        if activate is not None:
            move_pointer(session, locked, activate, actor)


def _check_ready(session: WriteSession, locked: LockedVersion, note: str | None) -> None:
    version = locked.version
    version.note = optional(note, "note") or version.note
    if not version.note:
        raise InvalidInput("note", "is missing. Write what changed in this version before you publish it.")
    check_semver(version.version)
    require_publishable(session, version)


def _check_step(session: WriteSession, locked: LockedVersion) -> None:
    small = small_step_of(session, locked)
    if small is not None:
        raise NotAllowed(f"{small.sentence} Confirm that this is meant, or give the draft another number.")


def _publish(session: WriteSession, locked: LockedVersion, actor: str) -> None:
    version = locked.version
    info = info_of(session, version.id)
    if info is None:
        info = VersionInfo(version_id=version.id, author=actor, content_hash=content_hash(version.definition))
        session.add(info)
    info.published_by, info.published_at = actor, utc_now()
    version.status = VersionStatus.PUBLISHED
    record(
        session,
        actor,
        "version.publish",
        ("version", version.id),
        template_id=locked.template.id,
        before={"status": VersionStatus.DRAFT.value},
        after={"status": version.status.value, "version": version.version, "contentHash": info.content_hash},
        reason=version.note,
    )
