"""Save what an author changed in a draft."""

from domain.definition import check_storable
from domain.errors import Conflict
from domain.json_types import JsonObject, JsonValue
from domain.json_values import content_hash
from domain.lifecycle import check_can_edit, check_semver
from services._ledger import record
from services._versions import LockedVersion, facts_of, info_of, lock_version
from services._words import optional
from storage.database import WriteSession, transaction
from storage.own_tables import VersionInfo


def save_draft(
    version_id: str, *, definition: JsonValue, version: str, note: str | None, seen_hash: str, actor: str
) -> str:
    """Replace a draft's definition, number and note, and return its new content hash.

    ``seen_hash`` is the content hash of the text that the author began from: when somebody saved in between, nothing
    is overwritten. Raises: NotFound, NotAllowed, InvalidInput, Conflict.
    """
    check_semver(version)
    checked = check_storable(definition)
    with transaction() as session:
        locked = lock_version(session, version_id)
        check_can_edit(facts_of(session, locked))
        info = _info(session, locked, actor)
        if info.content_hash != seen_hash:
            raise Conflict(
                f"{info.author} saved this draft in the meantime. Nothing was overwritten; look at it again."
            )
        before: JsonObject = {"version": locked.version.version, "contentHash": info.content_hash}
        locked.version.version, locked.version.note = version, optional(note, "note")
        locked.version.definition, info.content_hash, info.author = checked, content_hash(checked), actor
        after: JsonObject = {"version": version, "contentHash": info.content_hash}
        subject = ("version", version_id)
        record(session, actor, "version.save", subject, template_id=locked.template.id, before=before, after=after)
        return info.content_hash


def _info(session: WriteSession, locked: LockedVersion, actor: str) -> VersionInfo:
    found = info_of(session, locked.version.id)
    if found is None:
        digest = content_hash(locked.version.definition)
        found = VersionInfo(version_id=locked.version.id, author=actor, content_hash=digest)
        session.add(found)
    return found
