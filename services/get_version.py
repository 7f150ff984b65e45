"""One version with its definition, and what may be done with it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import undefer

from domain import lifecycle
from domain.definition import input_schema
from domain.errors import NotFound
from domain.json_types import JsonObject, JsonValue
from domain.json_values import content_hash
from domain.lifecycle import VersionFacts, reason_against
from domain.vocabulary import Format, VersionStatus
from services._versions import LockedVersion, facts_of, info_of, settings_of
from storage.database import ReadSession, reading
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion

_CHECKS = {
    "edit": lifecycle.check_can_edit,
    "publish": lifecycle.check_can_publish,
    "activate": lifecycle.check_can_activate,
    "deprecate": lifecycle.check_can_deprecate,
    "reinstate": lifecycle.check_can_reinstate,
    "delete": lifecycle.check_can_delete,
}


@dataclass(frozen=True)
class VersionDetail:
    """A version; ``refusals`` maps edit, publish, activate, deprecate, reinstate and delete to the reason against.

    An action that may be done has None there. Times are UTC.
    """

    id: str
    template_id: str
    template_name: str
    format: Format
    version: str
    note: str | None
    status: VersionStatus
    is_active: bool
    active_version_id: str | None
    definition: JsonValue
    content_hash: str
    author: str | None
    based_on_id: str | None
    published_by: str | None
    published_at: datetime | None
    created_at: datetime
    updated_at: datetime
    executions: int
    refusals: dict[str, str | None]

    @property
    def input_schema(self) -> JsonObject | None:
        """What the input must be; None where the version does not say, as custom ones."""
        if self.format is Format.CUSTOM or not isinstance(self.definition, dict):
            return None
        return input_schema(self.definition)


def get_version(version_id: str) -> VersionDetail:
    """Read one version. ``executions`` counts up to 1,000. Raises: NotFound."""
    with reading() as session:
        return _detail(session, _find(session, version_id))


def _find(session: ReadSession, version_id: str) -> LockedVersion:
    query = (
        select(WorkflowTemplateVersion, WorkflowTemplate)
        .join(WorkflowTemplate, WorkflowTemplate.id == WorkflowTemplateVersion.template_id)
        .where(WorkflowTemplateVersion.id == version_id)
        .options(undefer(WorkflowTemplateVersion.definition))
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound("version", version_id)
    return LockedVersion(template=found[1], version=found[0])


def _detail(session: ReadSession, found: LockedVersion) -> VersionDetail:
    version, template = found.version, found.template
    info = info_of(session, version.id)
    facts = facts_of(session, found)
    return VersionDetail(
        id=version.id,
        template_id=template.id,
        template_name=template.name,
        format=settings_of(session, template.id).format,
        version=version.version,
        note=version.note,
        status=version.status,
        is_active=found.is_active,
        active_version_id=template.active_version_id,
        definition=version.definition,
        content_hash=info.content_hash if info else content_hash(version.definition),
        author=info.author if info else None,
        based_on_id=info.based_on_id if info else None,
        published_by=info.published_by if info else None,
        published_at=info.published_at if info else None,
        created_at=version.created_at,
        updated_at=version.updated_at,
        executions=facts.executions,
        refusals=_refusals(facts),
    )


def _refusals(facts: VersionFacts) -> dict[str, str | None]:
    return {action: reason_against(check, facts) for action, check in _CHECKS.items()}
