"""Activate a published version; activating an older one is a roll back (rule 6)."""

from services._activation import Activation, move_pointer
from services._seen import Seen, require_unchanged
from services._versions import lock_version
from storage.database import transaction


def activate_version(
    version_id: str, *, reason: str, seen_active_id: str | None, actor: str, seen: Seen | None = None
) -> None:
    """Make a published version the one that new executions use.

    Compare-and-set: ``seen_active_id`` is the version that was active when the person decided, None when the template
    was off. ``seen`` is all that `read_impact` showed, the links too.

    Raises: NotFound, NotAllowed, InvalidInput without a reason, Conflict with who changed it and when.
    """
    with transaction() as session:
        locked = lock_version(session, version_id)
        if seen is not None:
            require_unchanged(session, locked.template, locked.version, seen)
        move_pointer(session, locked, Activation(reason, seen_active_id), actor)
