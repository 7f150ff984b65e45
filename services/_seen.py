"""What a person saw before deciding: a confirmation holds only while it is still so (rule 5)."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.errors import Conflict
from domain.json_types import JsonValue
from domain.json_values import content_hash
from domain.vocabulary import EntityType, VersionStatus
from services._ledger import newest_deed
from services._pointer import how_it_moved
from storage.database import WriteSession
from storage.own_tables import LedgerEntry, LinkSetting
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateLink, WorkflowTemplateVersion


@dataclass(frozen=True)
class LinkSeen:
    """A link of the template."""

    id: str
    entity_type: EntityType
    entity_id: str
    enabled: bool


@dataclass(frozen=True)
class Seen:
    """What decides what a change of the points does. ``draft`` is number and content hash, None for a frozen version.

    Two of them are equal while nothing changed; ``token`` stands for all of it.
    """

    active_version_id: str | None
    links: tuple[LinkSeen, ...]
    draft: tuple[str, str] | None

    @property
    def token(self) -> str:
        """A hash of what was seen."""
        links: list[JsonValue] = [[link.id, link.enabled] for link in self.links]
        return content_hash([self.active_version_id, links, list(self.draft or ())])


def look(session: Session, template: WorkflowTemplate, version: WorkflowTemplateVersion | None) -> Seen:
    """What is so now. ``version`` is the one that the decision is about, None when the template is switched off."""
    is_draft = version is not None and version.status is VersionStatus.DRAFT
    draft = (version.version, content_hash(version.definition)) if version and is_draft else None
    return Seen(template.active_version_id, _links(session, template.id), draft)


def require_unchanged(
    session: WriteSession, template: WorkflowTemplate, version: WorkflowTemplateVersion | None, seen: Seen
) -> None:
    """Refuse a decision when something changed since; template and version are locked. Raises: Conflict, with who did.

    The links are locked as well, so that none is disabled or removed before this transaction ends.
    """
    session.execute(
        select(WorkflowTemplateLink.id)
        .where(WorkflowTemplateLink.template_id == template.id)
        .with_for_update(read=True)
    )
    now = look(session, template, version)
    if now == seen:
        return
    told = [
        *([how_it_moved(session, template)] if now.active_version_id != seen.active_version_id else []),
        *_about_links(session, seen, now),
        *([_about_draft(session, version, now)] if version and now.draft != seen.draft else []),
    ]
    raise Conflict(f"Something changed since you looked. {' '.join(told)} Look at it again, then decide.")


def _links(session: Session, template_id: str) -> tuple[LinkSeen, ...]:
    link = WorkflowTemplateLink
    query = (
        select(link.id, link.entity_type, link.entity_id, func.coalesce(LinkSetting.enabled, True))
        .outerjoin(LinkSetting, LinkSetting.link_id == link.id)
        .where(link.template_id == template_id)
        .order_by(link.entity_type, link.entity_id)
    )
    return tuple(LinkSeen(*row) for row in session.execute(query))


_MOST_TOLD = 5


def _about_links(session: Session, seen: Seen, now: Seen) -> list[str]:
    before, after = {each.id: each for each in seen.links}, {each.id: each for each in now.links}
    gone = [(each, "was removed") for key, each in before.items() if key not in after]
    new = [(each, "was added") for key, each in after.items() if key not in before]
    turned = [
        (each, "was enabled" if each.enabled else "was disabled")
        for key, each in after.items()
        if key in before and before[key].enabled != each.enabled
    ]
    told = [*gone, *new, *turned]
    sentences = [f"The link of “{each.entity_id}” {what}{_by(session, each.id)}." for each, what in told[:_MOST_TOLD]]
    return [*sentences, *([f"{len(told) - _MOST_TOLD:,} more links changed."] if len(told) > _MOST_TOLD else [])]


def _about_draft(session: Session, version: WorkflowTemplateVersion, now: Seen) -> str:
    if now.draft is None:
        return f"Version {version.version} is {version.status.lower()} now{_by(session, version.id)}."
    return f"Draft {version.version} was changed{_by(session, version.id)}."


def _by(session: Session, subject_id: str) -> str:
    return newest_deed(session, LedgerEntry.subject_id == subject_id)
