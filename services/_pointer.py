"""Who moved the points of a template, and where they are."""

from sqlalchemy import and_
from sqlalchemy.orm import Session

from services._ledger import newest_deed
from storage.own_tables import LedgerEntry
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion

MOVES = ("version.activate", "template.switch_off")
"""The deeds that move the points."""


def number_of(session: Session, version_id: str | None) -> str | None:
    """The number of a version; None for none."""
    version = session.get(WorkflowTemplateVersion, version_id) if version_id else None
    return version.version if version else None


def how_it_moved(session: Session, template: WorkflowTemplate) -> str:
    """A sentence: who changed the active version last, when, and what it is now."""
    now = number_of(session, template.active_version_id)
    state = f"version {now} is active now" if now else "the template is switched off now"
    moved = newest_deed(session, and_(LedgerEntry.template_id == template.id, LedgerEntry.action.in_(MOVES)))
    return f"The active version of “{template.name}” was changed{moved}: {state}."
