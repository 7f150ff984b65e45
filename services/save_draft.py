"""Save what an author changed in a draft: nothing that another saved meanwhile is overwritten unseen."""

from datetime import timedelta
from enum import Enum

from sqlalchemy import select

from domain.definition import check_storable
from domain.errors import Conflict
from domain.json_types import JsonObject, JsonValue
from domain.json_values import content_hash
from domain.lifecycle import check_can_edit, check_semver
from services._ledger import record
from services._versions import LockedVersion, facts_of, info_of, lock_version
from services._words import optional
from storage.database import WriteSession, transaction
from storage.own_tables import LedgerEntry, VersionInfo
from storage.shared_tables import utc_now

SITTING = timedelta(minutes=30)
Names = tuple[str, str | None]
"""The number of a draft and its note."""


class Manner(Enum):
    """How a draft is saved, which decides what the ledger tells of it (ADR 0008)."""

    BY_HAND = "by hand"
    """A person asked for it: always in the ledger."""
    AS_TYPED = "as typed"
    """Saved in passing: in the ledger once for each sitting of an author."""
    ON_TOP = "on top"
    """Over what somebody else saved, which the author was shown: always in the ledger, and with whose text it was."""


def save_draft(
    version_id: str,
    *,
    definition: JsonValue,
    version: str,
    note: str | None,
    seen_hash: str,
    actor: str,
    seen_names: Names | None = None,
    manner: Manner = Manner.BY_HAND,
) -> str:
    """Replace what the author changed of a draft's definition, number and note; return its content hash.

    ``seen_hash`` is the content hash of the text that the author began from, ``seen_names`` the number and note. What
    the author left as it was, stays as it is stored; what two changed differently is refused. Without ``seen_names``
    number and note are not compared. Raises: NotFound, NotAllowed, InvalidInput, Conflict.
    """
    check_semver(version)
    checked, names = check_storable(definition), (version, optional(note, "note"))
    with transaction() as session:
        locked = lock_version(session, version_id)
        check_can_edit(facts_of(session, locked))
        info = _info(session, locked, actor)
        before = _state(locked, info)
        is_new_text = _check_text(info, content_hash(checked), seen_hash)
        _rename(locked, info, names, seen_names)
        if is_new_text:
            locked.version.definition, info.content_hash = checked, content_hash(checked)
        if _state(locked, info) != before:
            _tell(session, locked, info, before, actor, manner)
        return info.content_hash


def _check_text(info: VersionInfo, new_hash: str, seen_hash: str) -> bool:
    """Whether the author's text is to be stored. Raises: Conflict."""
    if info.content_hash == seen_hash:
        return new_hash != seen_hash
    if new_hash in (seen_hash, info.content_hash):
        return False
    raise Conflict(f"{info.author} saved this draft in the meantime. Nothing was overwritten; look at it again.")


def _rename(locked: LockedVersion, info: VersionInfo, names: Names, seen: Names | None) -> None:
    stored: Names = (locked.version.version, locked.version.note)
    seen = seen or stored
    for what, new, was, now in zip(("number", "note"), names, seen, stored, strict=True):
        if new != was and now not in (was, new):
            raise Conflict(
                f"{info.author} changed the {what} of this draft to “{now or ''}” in the meantime. "
                "Nothing was overwritten; look at it again."
            )
    version, note = (new if new != was else now for new, was, now in zip(names, seen, stored, strict=True))
    locked.version.version, locked.version.note = version or locked.version.version, note


def _tell(
    session: WriteSession, locked: LockedVersion, info: VersionInfo, before: JsonObject, actor: str, manner: Manner
) -> None:
    """Write down who changed the draft, unless this author's sitting is in the ledger already."""
    other, info.author = info.author, actor
    after, subject = _state(locked, info), ("version", locked.version.id)
    is_renamed = any(before[name] != after[name] for name in ("version", "note"))
    if manner is Manner.AS_TYPED and not is_renamed and _sits(session, locked.version.id, actor):
        return
    reason = f"Kept on top of what {other} saved" if manner is Manner.ON_TOP else None
    record(
        session,
        actor,
        "version.save",
        subject,
        template_id=locked.template.id,
        before=before,
        after=after,
        reason=reason,
    )


def _sits(session: WriteSession, version_id: str, actor: str) -> bool:
    """True when the last row about the draft is this author's writing, and not old."""
    row = LedgerEntry
    query = (
        select(row.actor, row.action, row.at)
        .where(row.subject_type == "version", row.subject_id == version_id)
        .order_by(row.id.desc())
        .limit(1)
    )
    last = session.execute(query).first()
    return last is not None and (last[0], last[1]) == (actor, "version.save") and utc_now() - last[2] < SITTING


def _state(locked: LockedVersion, info: VersionInfo) -> JsonObject:
    return {"version": locked.version.version, "note": locked.version.note, "contentHash": info.content_hash}


def _info(session: WriteSession, locked: LockedVersion, actor: str) -> VersionInfo:
    found = info_of(session, locked.version.id)
    if found is None:
        digest = content_hash(locked.version.definition)
        found = VersionInfo(version_id=locked.version.id, author=actor, content_hash=digest)
        session.add(found)
    return found
