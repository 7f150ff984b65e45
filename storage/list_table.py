"""The table that lists of executions are read from: one narrow row for each, kept by triggers (migration 10)."""

from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import BigInteger, Boolean, Enum, FetchedValue, ForeignKey, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from domain.vocabulary import EntityType, ExecutionKind, ExecutionStatus, Origin, RuntimeStatus
from storage.shared_tables import Base

_SCHEMA = {"schema": "pointsman"}
_MOMENT = TIMESTAMP(timezone=True)
_Word = TypeVar("_Word", bound=StrEnum)


def _word(enum: type[_Word]) -> Enum:
    return Enum(enum, native_enum=False, length=40, values_callable=lambda members: [m.value for m in members])


class ListedExecution(Base):
    """What lists filter, sort and show of an execution; never written by Python.

    ``took_ms`` is from start to close. ``terms`` and ``facts`` hold numbers of what the row and its JSON bodies say,
    for the inverted index: see ``services/_execution_terms.py``.
    """

    __tablename__ = "listed_execution"
    __table_args__ = _SCHEMA
    id: Mapped[str] = mapped_column(ForeignKey("WorkflowExecution.id"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(_MOMENT)
    name: Mapped[str] = mapped_column(Text)
    status: Mapped[ExecutionStatus] = mapped_column(_word(ExecutionStatus))
    runtime_status: Mapped[RuntimeStatus | None] = mapped_column(_word(RuntimeStatus))
    template_id: Mapped[str] = mapped_column(Text)
    version_id: Mapped[str] = mapped_column(Text)
    origin: Mapped[Origin | None] = mapped_column(_word(Origin))
    kind: Mapped[ExecutionKind | None] = mapped_column(_word(ExecutionKind))
    started_by: Mapped[str | None] = mapped_column(Text)
    entity_type: Mapped[EntityType | None] = mapped_column(_word(EntityType))
    entity_id: Mapped[str | None] = mapped_column(Text)
    service_request_id: Mapped[str | None] = mapped_column(Text)
    customer_id: Mapped[str | None] = mapped_column(Text)
    subscription_id: Mapped[str | None] = mapped_column(Text)
    parent_id: Mapped[str | None] = mapped_column(Text)
    root_id: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    closed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    failure_type: Mapped[str | None] = mapped_column(Text)
    waiting_since: Mapped[datetime | None] = mapped_column(_MOMENT)
    unrecovered: Mapped[bool] = mapped_column(Boolean, server_default=FetchedValue())
    facts: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    took_ms: Mapped[int | None] = mapped_column(BigInteger, server_default=FetchedValue())
    drifts: Mapped[bool] = mapped_column(Boolean, server_default=FetchedValue())
    terms: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default=FetchedValue())
