"""Failures of roots by what went wrong, kept by triggers (migration 12), and what people decide: retries among it."""

from datetime import datetime

from sqlalchemy import Enum, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from domain.vocabulary import ExecutionStatus, Settled
from storage.shared_tables import Base

_SCHEMA = {"schema": "pointsman"}
_MOMENT = TIMESTAMP(timezone=True)


class FailureGroup(Base):
    """Failures of one template in one status, at one task, with one error; in ``error``, what varies is taken out."""

    __tablename__ = "failure_group"
    __table_args__ = _SCHEMA
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    template_id: Mapped[str] = mapped_column(ForeignKey("WorkflowTemplate.id"))
    status: Mapped[ExecutionStatus] = mapped_column(Enum(ExecutionStatus, native_enum=False, length=40))
    task: Mapped[str] = mapped_column(Text)
    error: Mapped[str] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


class Failure(Base):
    """A root that failed, test runs left out; ``settled`` is null while somebody should look at it.

    ``settled_by`` is the execution that recovered or retries it, or who dealt with it.
    """

    __tablename__ = "failure"
    __table_args__ = _SCHEMA
    execution_id: Mapped[str] = mapped_column(ForeignKey("WorkflowExecution.id"), primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("pointsman.failure_group.id"))
    template_id: Mapped[str] = mapped_column(Text)
    customer_id: Mapped[str | None] = mapped_column(Text)
    entity_id: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(_MOMENT)
    settled: Mapped[Settled | None] = mapped_column(Enum(Settled, native_enum=False, length=40))
    settled_by: Mapped[str | None] = mapped_column(Text)
    settled_at: Mapped[datetime | None] = mapped_column(_MOMENT)


class Retry(Base):
    """That a new run is to go on for ``run_id``, which has failed; ``done_at`` is null until it does, or cannot.

    Executions that are retried together share ``request_id``; each is done after those of a lower ``position``.
    ``tasks`` are the names of what begins again.
    """

    __tablename__ = "retry"
    __table_args__ = _SCHEMA
    execution_id: Mapped[str] = mapped_column(ForeignKey("WorkflowExecution.id"), primary_key=True)
    run_id: Mapped[str] = mapped_column(Text, primary_key=True)
    request_id: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column()
    tasks: Mapped[list[str]] = mapped_column(ARRAY(Text))
    actor: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    requested_at: Mapped[datetime] = mapped_column(_MOMENT)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(_MOMENT)
    new_run_id: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    trouble: Mapped[str | None] = mapped_column(Text)
