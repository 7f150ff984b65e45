"""Give a group of failures an owner and a note."""

from domain.errors import Conflict, NotFound
from services._ledger import record
from services._words import optional
from storage.database import transaction
from storage.failure_tables import FailureGroup

Charge = tuple[str | None, str | None]
"""Owner and note."""


def assign_failures(group_id: str, charge: Charge, *, seen: Charge, actor: str) -> None:
    """Set owner and note of the group, where they are still what was seen. Raises: NotFound, InvalidInput, Conflict."""
    owner, note = optional(charge[0], "owner", 200), optional(charge[1], "note", 1000)
    with transaction() as session:
        group = session.get(FailureGroup, group_id, with_for_update=True)
        if group is None:
            raise NotFound("group of failures", group_id)
        if (group.owner, group.note) != seen:
            raise Conflict(f"Somebody changed it meanwhile: the owner is {group.owner or 'nobody'} now. Look again.")
        group.owner, group.note = owner, note
        record(
            session,
            actor,
            "failures.assign",
            ("failure_group", group_id),
            template_id=group.template_id,
            before={"owner": seen[0], "note": seen[1]},
            after={"owner": owner, "note": note},
        )
