"""One delivery with the whole chain: what came, its link, the template and version, and what it started."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from domain.errors import NotFound
from domain.json_types import JsonValue
from domain.vocabulary import ExecutionStatus, Outcome
from services._deliveries import reason_against, stands_for_event
from services.list_deliveries import DeliveryRow, get_delivery
from storage.database import ReadSession, reading
from storage.own_tables import Delivery, InboundEvent, LinkSetting
from storage.shared_tables import (
    WorkflowExecution,
    WorkflowTemplate,
    WorkflowTemplateLink,
    WorkflowTemplateVersion,
)

MOST_ITEMS = 12


@dataclass(frozen=True)
class LinkStep:
    """The link that the entity has now."""

    id: str
    enabled: bool
    template_id: str


@dataclass(frozen=True)
class TemplateStep:
    """The template that was started or would be; ``active_version`` is None while it is off."""

    id: str
    name: str
    active_version: str | None


@dataclass(frozen=True)
class ExecutionStep:
    """What was started, and by which version."""

    id: str
    name: str
    status: ExecutionStatus
    version_id: str
    version: str


@dataclass(frozen=True)
class OriginalEvent:
    """The event of another system that the delivery was made from; ``copies`` is how often it came. Times are UTC."""

    id: str
    type: str
    occurred_at: datetime | None
    received_at: datetime
    copies: int


@dataclass(frozen=True)
class ItemStep:
    """The delivery of one item that the event tells of; ``outcome`` None while it is on its way."""

    id: str
    entity_id: str | None
    outcome: Outcome | None


@dataclass(frozen=True)
class DeliveryDetail:
    """A delivery and its chain, each step None where there is none. ``retry_refused`` tells why it stays as it is.

    ``is_event`` is true for what an event left as a whole; ``items`` are then the first of its items' deliveries.
    """

    row: DeliveryRow
    payload: JsonValue
    actor: str | None
    reason: str | None
    event: OriginalEvent | None
    is_event: bool
    items: tuple[ItemStep, ...]
    link: LinkStep | None
    template: TemplateStep | None
    execution: ExecutionStep | None
    retry_refused: str | None

    @property
    def is_correctable(self) -> bool:
        """Whether a person may change what was sent before it is decided again."""
        return self.retry_refused is None and self.row.outcome is Outcome.INVALID_INPUT and not self.is_event


def read_delivery(delivery_id: str) -> DeliveryDetail:
    """Read one delivery. Raises: NotFound."""
    row, payload = get_delivery(delivery_id)
    with reading() as session:
        delivery = session.get(Delivery, delivery_id)
        if delivery is None:
            raise NotFound("delivery", delivery_id)
        event_id, is_event = delivery.inbound_event_id, stands_for_event(delivery)
        link = _link(session, row)
        template_id = delivery.template_id or (link.template_id if link else None)
        return DeliveryDetail(
            row=row,
            payload=payload,
            actor=delivery.actor,
            reason=delivery.reason,
            event=_event(session, event_id) if event_id else None,
            is_event=is_event,
            items=_items(session, event_id) if event_id and is_event else (),
            link=link,
            template=_template(session, template_id) if template_id else None,
            execution=_execution(session, row.execution_id) if row.execution_id else None,
            retry_refused=reason_against(session, delivery, keeps_request=_keeps_request(session, delivery_id)),
        )


def _keeps_request(session: ReadSession, delivery_id: str) -> bool:
    return session.scalar(select(Delivery.request.is_not(None)).where(Delivery.id == delivery_id)) is True


def _items(session: ReadSession, event_id: str) -> tuple[ItemStep, ...]:
    item = Delivery
    query = select(item.id, item.entity_id, item.outcome).where(item.inbound_event_id == event_id)
    found = session.execute(query.where(item.entity_id.is_not(None)).order_by(item.source_event_id).limit(MOST_ITEMS))
    return tuple(ItemStep(*row) for row in found)


def _event(session: ReadSession, event_id: str) -> OriginalEvent:
    event = InboundEvent
    query = select(event.id, event.type, event.occurred_at, event.received_at, event.copies)
    return OriginalEvent(*session.execute(query.where(event.id == event_id)).one())


def _link(session: ReadSession, row: DeliveryRow) -> LinkStep | None:
    link = WorkflowTemplateLink
    query = (
        select(link.id, LinkSetting.enabled, link.template_id)
        .outerjoin(LinkSetting, LinkSetting.link_id == link.id)
        .where(and_(link.entity_type == row.entity_type, link.entity_id == row.entity_id))
    )
    found = session.execute(query).one_or_none() if row.entity_type else None
    return LinkStep(found[0], found[1] is not False, found[2]) if found else None


def _template(session: ReadSession, template_id: str) -> TemplateStep | None:
    active = aliased(WorkflowTemplateVersion)
    query = (
        select(WorkflowTemplate.id, WorkflowTemplate.name, active.version)
        .outerjoin(active, active.id == WorkflowTemplate.active_version_id)
        .where(WorkflowTemplate.id == template_id)
    )
    found = session.execute(query).one_or_none()
    return TemplateStep(*found) if found else None


def _execution(session: ReadSession, execution_id: str) -> ExecutionStep | None:
    execution, version = WorkflowExecution, WorkflowTemplateVersion
    query = (
        select(execution.id, execution.name, execution.status, version.id, version.version)
        .join(version, version.id == execution.version_id)
        .where(execution.id == execution_id)
    )
    found = session.execute(query).one_or_none()
    return ExecutionStep(*found) if found else None
