"""Restore: a new draft with the definition of an old version."""

from services._words import optional
from services.create_draft import create_draft
from services.get_version import get_version


def restore_version(version_id: str, *, version: str, actor: str, reason: str | None = None) -> str:
    """Make a draft numbered ``version`` from any version of the template and return its id (rule 6).

    The ledger keeps the reason.
    Raises: NotFound, InvalidInput, Conflict when the number is taken.
    """
    old = get_version(version_id)
    note = f"Restored from {old.version}"
    return create_draft(
        old.template_id,
        version=version,
        definition=old.definition,
        actor=actor,
        note=note,
        based_on_id=version_id,
        reason=optional(reason, "reason", 1000),
    )
