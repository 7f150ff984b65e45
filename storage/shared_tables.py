"""The seed's tables, under Prisma's names; the backend reads and writes them too.

Columns, types and keys are those of ``backend.sql``; ids and ``updatedAt`` have no database default because Prisma
makes them in its client, so here Python makes them.
"""

from datetime import UTC, datetime

from sqlalchemy import Enum, ForeignKey, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from domain.ids import new_id
from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import EntityType, ExecutionStatus, VersionStatus
from storage.types import PrismaTimestamp


def utc_now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """All mapped tables, the shared ones and Pointsman's own."""


class WorkflowTemplate(Base):
    """A template; ``active_version_id`` is the position of the points."""

    __tablename__ = "WorkflowTemplate"
    id: Mapped[str] = mapped_column(Text, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column("createdAt", PrismaTimestamp, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column("updatedAt", PrismaTimestamp, default=utc_now, onupdate=utc_now)
    active_version_id: Mapped[str | None] = mapped_column(
        "activeVersionId", ForeignKey("WorkflowTemplateVersion.id", use_alter=True), unique=True
    )


class WorkflowTemplateVersion(Base):
    """One version of a template; its definition is frozen once it is published."""

    __tablename__ = "WorkflowTemplateVersion"
    __table_args__ = (UniqueConstraint("workflowTemplateId", "version"),)
    id: Mapped[str] = mapped_column(Text, primary_key=True, default=new_id)
    template_id: Mapped[str] = mapped_column("workflowTemplateId", ForeignKey("WorkflowTemplate.id"))
    version: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column("versionNote", Text)
    definition: Mapped[JsonValue] = mapped_column(JSONB, nullable=False, deferred=True, deferred_raiseload=True)
    created_at: Mapped[datetime] = mapped_column("createdAt", PrismaTimestamp, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column("updatedAt", PrismaTimestamp, default=utc_now, onupdate=utc_now)
    status: Mapped[VersionStatus] = mapped_column(
        Enum(VersionStatus, name="WorkflowTemplateVersionStatus"), default=VersionStatus.DRAFT
    )


class WorkflowTemplateLink(Base):
    """Joins one service-catalogue entry or product to the template that it starts."""

    __tablename__ = "WorkflowTemplateLink"
    __table_args__ = (UniqueConstraint("entityType", "entityId"),)
    id: Mapped[str] = mapped_column(Text, primary_key=True, default=new_id)
    template_id: Mapped[str] = mapped_column("workflowTemplateId", ForeignKey("WorkflowTemplate.id"))
    entity_type: Mapped[EntityType] = mapped_column("entityType", Enum(EntityType, name="WorkflowLinkType"))
    entity_id: Mapped[str] = mapped_column("entityId", Text)


class WorkflowExecution(Base):
    """One execution; ``context`` is metadata for callers and never read by the engine."""

    __tablename__ = "WorkflowExecution"
    id: Mapped[str] = mapped_column(Text, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text)
    version_id: Mapped[str] = mapped_column("workflowTemplateVersionId", ForeignKey("WorkflowTemplateVersion.id"))
    created_at: Mapped[datetime] = mapped_column("createdAt", PrismaTimestamp, default=utc_now)
    parent_id: Mapped[str | None] = mapped_column("parentWorkflowExecutionId", ForeignKey("WorkflowExecution.id"))
    root_id: Mapped[str | None] = mapped_column("rootWorkflowExecutionId", ForeignKey("WorkflowExecution.id"))
    context: Mapped[JsonObject | None] = mapped_column(JSONB(none_as_null=True), deferred=True, deferred_raiseload=True)
    status: Mapped[ExecutionStatus] = mapped_column(
        Enum(ExecutionStatus, name="WorkflowExecutionStatus"), default=ExecutionStatus.CREATED
    )


class ServiceRequest(Base):
    """The backend's service request; only these two columns are known here."""

    __tablename__ = "ServiceRequest"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    execution_id: Mapped[str | None] = mapped_column("workflowExecutionId", ForeignKey("WorkflowExecution.id"))


class ServiceRequestTaskGroup(Base):
    """The backend's task group (such as one DSC per director); only these two columns are known here."""

    __tablename__ = "ServiceRequestTaskGroup"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    execution_id: Mapped[str | None] = mapped_column("workflowExecutionId", ForeignKey("WorkflowExecution.id"))
