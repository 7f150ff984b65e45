"""Moving a template's pointer: compare-and-set on what the person saw (rule 5)."""

from dataclasses import dataclass

from domain.errors import Conflict
from domain.json_types import JsonObject
from domain.lifecycle import check_can_activate
from services._ledger import record
from services._pointer import how_it_moved, number_of
from services._versions import LockedVersion, facts_of
from services._words import required
from storage.database import WriteSession
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion


@dataclass(frozen=True)
class Activation:
    """Why to activate, and which version the person saw active (None: the template was off)."""

    reason: str
    seen_active_id: str | None


def move_pointer(session: WriteSession, locked: LockedVersion, activation: Activation, actor: str) -> None:
    """Make the locked version the active one. Raises: NotAllowed, InvalidInput without a reason, Conflict."""
    check_can_activate(facts_of(session, locked))
    set_pointer(session, locked.template, locked.version, activation, actor, "version.activate")


def set_pointer(
    session: WriteSession,
    template: WorkflowTemplate,
    version: WorkflowTemplateVersion | None,
    activation: Activation,
    actor: str,
    action: str,
) -> None:
    """Point a locked template at ``version`` or at nothing, when the pointer still is where the person saw it."""
    reason = required(activation.reason, "reason", 1000)
    if template.active_version_id != activation.seen_active_id:
        raise Conflict(f"{how_it_moved(session, template)} Look at it again, then decide.")
    record(
        session,
        actor,
        action,
        ("version", version.id) if version else ("template", template.id),
        template_id=template.id,
        before={
            "activeVersionId": template.active_version_id,
            "version": number_of(session, template.active_version_id),
        },
        after={"activeVersionId": version.id, "version": version.version} if version else _OFF,
        reason=reason,
    )
    template.active_version_id = version.id if version else None


_OFF: JsonObject = {"activeVersionId": None, "version": None}
