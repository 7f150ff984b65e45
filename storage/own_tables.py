"""Pointsman's own tables, in schema ``pointsman``. Times are ``timestamptz``."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Enum, ForeignKey, Identity, LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from domain.ids import new_id
from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import (
    EntityType,
    ExecutionKind,
    Format,
    ItemOutcome,
    JobAction,
    Origin,
    Outcome,
    RuntimeStatus,
)
from storage.shared_tables import Base, utc_now

_SCHEMA = {"schema": "pointsman"}
_MOMENT = TIMESTAMP(timezone=True)
_JSON = JSONB(none_as_null=True)


def _word(enum: type[StrEnum]) -> Enum:
    return Enum(enum, native_enum=False, length=40, values_callable=lambda members: [m.value for m in members])


class ExecutionRun(Base):
    """What Pointsman knows of an execution beyond the shared row; executions of the backend have none.

    ``interpreter_version`` is null for custom workflows; ``awaited`` is false where the parent went on without it.
    ``customer_id`` and ``subscription_id`` are what its context names, to find executions by. ``waiting_since`` is when
    its oldest open human task was opened, null where it waits for nobody, as of the report at ``waiting_told_at``.
    ``retried_from`` is the execution that this one does again. ``retried_at`` is when its newest run began, where that
    goes on for a run that had failed.
    """

    __tablename__ = "execution_run"
    __table_args__ = _SCHEMA
    execution_id: Mapped[str] = mapped_column(ForeignKey("WorkflowExecution.id"), primary_key=True)
    kind: Mapped[ExecutionKind] = mapped_column(_word(ExecutionKind), default=ExecutionKind.NORMAL)
    origin: Mapped[Origin] = mapped_column(_word(Origin))
    delivery_id: Mapped[str | None] = mapped_column(ForeignKey("pointsman.delivery.id"))
    started_by: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    input: Mapped[JsonValue] = mapped_column(JSONB, nullable=False, deferred=True, deferred_raiseload=True)
    run_id: Mapped[str | None] = mapped_column("temporal_run_id", Text)
    runtime_status: Mapped[RuntimeStatus | None] = mapped_column(_word(RuntimeStatus))
    started_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    closed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    observed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    waiting_since: Mapped[datetime | None] = mapped_column(_MOMENT)
    waiting_told_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    failure: Mapped[JsonObject | None] = mapped_column(_JSON)
    start_attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    start_deadline: Mapped[datetime | None] = mapped_column(_MOMENT)
    interpreter_version: Mapped[str | None] = mapped_column(Text)
    awaited: Mapped[bool] = mapped_column(default=True)
    customer_id: Mapped[str | None] = mapped_column(Text)
    subscription_id: Mapped[str | None] = mapped_column(Text)
    service_request_id: Mapped[str | None] = mapped_column(Text)
    task_group_id: Mapped[str | None] = mapped_column(Text)
    retried_from: Mapped[str | None] = mapped_column(ForeignKey("WorkflowExecution.id"))
    retried_at: Mapped[datetime | None] = mapped_column(_MOMENT)


class InboundEvent(Base):
    """An event as another system sent it, kept before anything is made of it; ``next_attempt_at`` is null when done.

    ``copies`` is how often it was sent.
    """

    __tablename__ = "inbound_event"
    __table_args__ = _SCHEMA
    id: Mapped[str] = mapped_column(Text, primary_key=True, default=new_id)
    source: Mapped[str] = mapped_column(Text)
    source_event_id: Mapped[str] = mapped_column(Text)
    type: Mapped[str] = mapped_column(Text)
    body: Mapped[JsonObject] = mapped_column(JSONB, deferred=True, deferred_raiseload=True)
    occurred_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    received_at: Mapped[datetime] = mapped_column(_MOMENT, default=utc_now)
    done_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    trouble: Mapped[str | None] = mapped_column(Text)
    copies: Mapped[int] = mapped_column(default=1)


class SubscriptionState(Base):
    """The items that a subscription had at one of its versions, as an event told it.

    ``starts`` is true where that event is of a type that starts work, ``started`` are the items started from it.
    """

    __tablename__ = "subscription_state"
    __table_args__ = _SCHEMA
    source: Mapped[str] = mapped_column(Text, primary_key=True)
    subscription_id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    items: Mapped[list[str]] = mapped_column(ARRAY(Text))
    inbound_event_id: Mapped[str] = mapped_column(ForeignKey("pointsman.inbound_event.id"))
    starts: Mapped[bool] = mapped_column(default=False)
    started: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)


class Delivery(Base):
    """One request to start something; ``outcome`` is null while its execution is on its way to Temporal.

    ``request`` is what was asked beside entity and payload, null for requests older than this column; ``digest`` tells
    a repeated request from another one under the same key.
    """

    __tablename__ = "delivery"
    __table_args__ = _SCHEMA
    id: Mapped[str] = mapped_column(Text, primary_key=True, default=new_id)
    source: Mapped[str] = mapped_column(Text)
    source_event_id: Mapped[str] = mapped_column(Text)
    entity_type: Mapped[EntityType | None] = mapped_column(Enum(EntityType, name="WorkflowLinkType"))
    entity_id: Mapped[str | None] = mapped_column(Text)
    payload: Mapped[JsonValue] = mapped_column(JSONB, nullable=False, deferred=True, deferred_raiseload=True)
    received_at: Mapped[datetime] = mapped_column(_MOMENT, default=utc_now)
    outcome: Mapped[Outcome | None] = mapped_column(_word(Outcome))
    execution_id: Mapped[str | None] = mapped_column(ForeignKey("WorkflowExecution.id"))
    detail: Mapped[str | None] = mapped_column(Text)
    request: Mapped[JsonObject | None] = mapped_column(_JSON, deferred=True, deferred_raiseload=True)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    actor: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    template_id: Mapped[str | None] = mapped_column(Text)
    inbound_event_id: Mapped[str | None] = mapped_column(ForeignKey("pointsman.inbound_event.id"))


class LinkSetting(Base):
    """Settings of a link; a link without a row is enabled and hands the payload over as it is."""

    __tablename__ = "link_setting"
    __table_args__ = _SCHEMA
    link_id: Mapped[str] = mapped_column(ForeignKey("WorkflowTemplateLink.id"), primary_key=True)
    enabled: Mapped[bool] = mapped_column(default=True)
    input_expression: Mapped[str | None] = mapped_column(Text)


class TemplateSetting(Base):
    """Settings of a template, fixed when it is made; a template without a row is Open Workflow."""

    __tablename__ = "template_setting"
    __table_args__ = _SCHEMA
    template_id: Mapped[str] = mapped_column(ForeignKey("WorkflowTemplate.id"), primary_key=True)
    format: Mapped[Format] = mapped_column(_word(Format))
    workflow_type: Mapped[str | None] = mapped_column(Text)
    task_queue: Mapped[str | None] = mapped_column(Text)
    definition_schema: Mapped[JsonObject | None] = mapped_column(_JSON)


class VersionInfo(Base):
    """Who wrote and published a version; versions of the backend have none."""

    __tablename__ = "version_info"
    __table_args__ = _SCHEMA
    version_id: Mapped[str] = mapped_column(ForeignKey("WorkflowTemplateVersion.id"), primary_key=True)
    author: Mapped[str] = mapped_column(Text)
    based_on_id: Mapped[str | None] = mapped_column("based_on_version_id", ForeignKey("WorkflowTemplateVersion.id"))
    content_hash: Mapped[str] = mapped_column(Text)
    published_by: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[datetime | None] = mapped_column(_MOMENT)


class LedgerEntry(Base):
    """Who did what to which subject, when and why. The database refuses updates and deletes."""

    __tablename__ = "ledger"
    __table_args__ = _SCHEMA
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(_MOMENT, default=utc_now)
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    subject_type: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[str] = mapped_column(Text)
    template_id: Mapped[str | None] = mapped_column(Text)
    before: Mapped[JsonObject | None] = mapped_column(_JSON)
    after: Mapped[JsonObject | None] = mapped_column(_JSON)
    reason: Mapped[str | None] = mapped_column(Text)


class SavedView(Base):
    """A shared set of list filters."""

    __tablename__ = "saved_view"
    __table_args__ = _SCHEMA
    id: Mapped[str] = mapped_column(Text, primary_key=True, default=new_id)
    page: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    filters: Mapped[JsonObject] = mapped_column(JSONB)
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(_MOMENT, default=utc_now)


class Sweep(Base):
    """How far the reconciler has read Temporal's visibility."""

    __tablename__ = "sweep"
    __table_args__ = _SCHEMA
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    watermark: Mapped[datetime] = mapped_column(_MOMENT)


class ApiToken(Base):
    """A token for the HTTP API; only the SHA-256 digest of its secret is kept."""

    __tablename__ = "api_token"
    __table_args__ = _SCHEMA
    id: Mapped[str] = mapped_column(Text, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(_MOMENT, default=utc_now)
    last_used_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    revoked_by: Mapped[str | None] = mapped_column(Text)
    revoked_at: Mapped[datetime | None] = mapped_column(_MOMENT)


class KnownEntity(Base):
    """A product or service-catalogue entry that a list or the billing software told of, whether linked or not."""

    __tablename__ = "known_entity"
    __table_args__ = _SCHEMA
    entity_type: Mapped[EntityType] = mapped_column(Enum(EntityType, name="WorkflowLinkType"), primary_key=True)
    entity_id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime] = mapped_column(_MOMENT, default=utc_now)


class Job(Base):
    """One action on many things; it goes on wherever it was interrupted.

    A job that starts has a version, and its items come from a list; any other acts on executions, those that fitted
    ``query``, the address of the list of executions, when it was made.
    """

    __tablename__ = "start_job"
    __table_args__ = _SCHEMA
    id: Mapped[str] = mapped_column(Text, primary_key=True, default=new_id)
    action: Mapped[JobAction] = mapped_column(_word(JobAction), default=JobAction.START)
    name: Mapped[str] = mapped_column(Text)
    template_id: Mapped[str | None] = mapped_column(ForeignKey("WorkflowTemplate.id"))
    version_id: Mapped[str | None] = mapped_column(ForeignKey("WorkflowTemplateVersion.id"))
    query: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(_MOMENT, default=utc_now)
    reason: Mapped[str] = mapped_column(Text)
    stopped_by: Mapped[str | None] = mapped_column(Text)
    stopped_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    done_at: Mapped[datetime | None] = mapped_column(_MOMENT)


class JobItem(Base):
    """One item of a job; ``outcome`` is null until it was tried, ``begun_at`` when an attempt was first made.

    ``execution_id`` is what a job acts on; name, input and what follows are of a start from a list.
    """

    __tablename__ = "start_job_row"
    __table_args__ = _SCHEMA
    job_id: Mapped[str] = mapped_column(ForeignKey("pointsman.start_job.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    execution_id: Mapped[str | None] = mapped_column(ForeignKey("WorkflowExecution.id"))
    name: Mapped[str | None] = mapped_column(Text)
    input: Mapped[JsonValue] = mapped_column(JSONB, nullable=False, deferred=True, deferred_raiseload=True)
    context: Mapped[JsonObject | None] = mapped_column(_JSON)
    service_request_id: Mapped[str | None] = mapped_column(Text)
    task_group_id: Mapped[str | None] = mapped_column(Text)
    delivery_id: Mapped[str | None] = mapped_column(ForeignKey("pointsman.delivery.id"))
    outcome: Mapped[ItemOutcome | None] = mapped_column(_word(ItemOutcome))
    detail: Mapped[str | None] = mapped_column(Text)
    begun_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    done_at: Mapped[datetime | None] = mapped_column(_MOMENT)
