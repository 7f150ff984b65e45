"""What the version verbs share: finding, locking, and the facts that the lifecycle rules need."""

from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, undefer

from domain.errors import NotFound
from domain.lifecycle import VersionFacts
from domain.vocabulary import Format, VersionStatus
from storage.database import WriteSession
from storage.own_tables import Job, TemplateSetting, VersionInfo
from storage.shared_tables import WorkflowExecution, WorkflowTemplate, WorkflowTemplateVersion

_CALLERS = text("""
    SELECT t.name || ' ' || caller.version
    FROM public."WorkflowTemplateVersion" called
    CROSS JOIN LATERAL pointsman.callers_of(called) caller
    JOIN public."WorkflowTemplate" t ON t.id = caller."workflowTemplateId"
    WHERE called.id = :id""")


@dataclass(frozen=True)
class LockedVersion:
    """A version with its template, both locked until the transaction ends."""

    template: WorkflowTemplate
    version: WorkflowTemplateVersion

    @property
    def is_active(self) -> bool:
        """True when the template's pointer is on this version."""
        return self.template.active_version_id == self.version.id


def lock_template(session: WriteSession, template_id: str) -> WorkflowTemplate:
    """Lock a template, so that its pointer and versions change one after the other. Raises: NotFound."""
    template = session.get(WorkflowTemplate, template_id, with_for_update=True, populate_existing=True)
    if template is None:
        raise NotFound("template", template_id)
    return template


def lock_version(session: WriteSession, version_id: str) -> LockedVersion:
    """Lock a version's template, then the version, always in this order. Raises: NotFound."""
    template_id = session.scalar(
        select(WorkflowTemplateVersion.template_id).where(WorkflowTemplateVersion.id == version_id)
    )
    if template_id is None:
        raise NotFound("version", version_id)
    template = lock_template(session, template_id)
    version = session.get(
        WorkflowTemplateVersion,
        version_id,
        with_for_update=True,
        populate_existing=True,
        options=[undefer(WorkflowTemplateVersion.definition)],
    )
    if version is None:
        raise NotFound("version", version_id)
    return LockedVersion(template, version)


def facts_of(session: Session, locked: LockedVersion) -> VersionFacts:
    """Collect what the lifecycle rules ask of a version. Callers are looked for only where a rule needs them."""
    version = locked.version
    count = select(func.count()).select_from(
        select(WorkflowExecution.id).where(WorkflowExecution.version_id == version.id).limit(1000).subquery()
    )
    return VersionFacts(
        version=version.version,
        status=version.status,
        is_active=locked.is_active,
        executions=session.scalar(count) or 0,
        jobs=session.scalar(select(func.count()).where(Job.version_id == version.id)) or 0,
        referred_by=callers_of(session, version.id) if version.status is VersionStatus.DRAFT else (),
    )


def callers_of(session: Session, version_id: str) -> tuple[str, ...]:
    """Names of versions whose definition runs exactly this version, such as "US company incorporation 1.2.0"."""
    return tuple(session.scalars(_CALLERS, {"id": version_id}))


def settings_of(session: Session, template_id: str) -> TemplateSetting:
    """The template's settings; Open Workflow where the backend made the template and set none."""
    found = session.get(TemplateSetting, template_id)
    return found or TemplateSetting(template_id=template_id, format=Format.OPEN_WORKFLOW)


def info_of(session: Session, version_id: str) -> VersionInfo | None:
    """Who wrote and published the version; None for versions of the backend."""
    return session.get(VersionInfo, version_id)
