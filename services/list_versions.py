"""The versions of a template, without their definitions."""

from dataclasses import dataclass
from datetime import datetime

import semver
from sqlalchemy import func, select

from domain.vocabulary import ExecutionStatus, VersionStatus
from storage.database import reading
from storage.own_tables import VersionInfo
from storage.shared_tables import WorkflowExecution, WorkflowTemplate, WorkflowTemplateVersion

COUNT_LIMIT = 1000


@dataclass(frozen=True)
class VersionRow:
    """One version; ``running`` counts up to 1,000 started executions; ``is_draining`` is derived (rule 12)."""

    id: str
    version: str
    status: VersionStatus
    is_active: bool
    note: str | None
    author: str | None
    published_by: str | None
    published_at: datetime | None
    created_at: datetime
    running: int

    @property
    def is_draining(self) -> bool:
        """Not active any more, but still with running executions."""
        return not self.is_active and self.status is not VersionStatus.DRAFT and self.running > 0


def list_versions(template_id: str) -> list[VersionRow]:
    """All versions of a template, the highest semantic version first."""
    version = WorkflowTemplateVersion
    running = (
        select(WorkflowExecution.id)
        .where(WorkflowExecution.version_id == version.id, WorkflowExecution.status == ExecutionStatus.STARTED)
        .limit(COUNT_LIMIT)
        .correlate(version)
        .subquery()
    )
    query = (
        select(
            version.id,
            version.version,
            version.status,
            func.coalesce(WorkflowTemplate.active_version_id == version.id, False),
            version.note,
            VersionInfo.author,
            VersionInfo.published_by,
            VersionInfo.published_at,
            version.created_at,
            select(func.count()).select_from(running.lateral()).scalar_subquery(),
        )
        .join(WorkflowTemplate, WorkflowTemplate.id == version.template_id)
        .outerjoin(VersionInfo, VersionInfo.version_id == version.id)
        .where(version.template_id == template_id)
    )
    with reading() as session:
        rows = [VersionRow(*row) for row in session.execute(query)]
    return sorted(rows, key=_precedence, reverse=True)


def _precedence(row: VersionRow) -> tuple[int, semver.Version, datetime]:
    known = semver.Version.is_valid(row.version)
    return (int(known), semver.Version.parse(row.version if known else "0.0.0"), row.created_at)
