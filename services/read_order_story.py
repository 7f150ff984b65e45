"""The story of an order: every request of one customer, subscription or service request, and what came of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from domain.errors import NotFound
from domain.vocabulary import EntityType, Outcome
from services.list_executions import ExecutionRow, read_rows
from storage.database import ReadSession, reading
from storage.list_table import ListedExecution as Listed
from storage.own_tables import Delivery, ExecutionRun, InboundEvent, LinkSetting
from storage.shared_tables import WorkflowTemplateLink

MOST = 50
"""So many executions are told, the newest ones."""


class Thread(StrEnum):
    """What executions have in common, the narrowest first."""

    SERVICE_REQUEST = "service_request_id"
    SUBSCRIPTION = "subscription_id"
    CUSTOMER = "customer_id"


@dataclass(frozen=True)
class Request:
    """A delivery and the event that it was made from; ``link_enabled`` is None where its entity has no link now."""

    id: str
    received_at: datetime
    source: str
    entity_type: EntityType | None
    entity_id: str | None
    outcome: Outcome | None
    detail: str | None
    execution_id: str | None
    event_type: str | None
    link_id: str | None
    link_enabled: bool | None


@dataclass(frozen=True)
class Chapter:
    """A request, the execution that it started, or both: what has no request was started past Pointsman."""

    request: Request | None
    execution: ExecutionRow | None

    @property
    def at(self) -> datetime:
        """When it began. UTC."""
        if self.request is not None:
            return self.request.received_at
        assert self.execution is not None
        return self.execution.created_at


@dataclass(frozen=True)
class OrderStory:
    """``chapters`` share the value of ``thread``, the oldest first; ``is_cut`` when still older ones are left out.

    ``threads`` are all that the execution can be followed by, with the value of each.
    """

    threads: dict[Thread, str]
    thread: Thread | None
    chapters: tuple[Chapter, ...]
    is_cut: bool


def read_order_story(execution_id: str, thread: Thread | None = None) -> OrderStory:
    """Read the story that the execution belongs to, by the narrowest thread unless one is named. Raises: NotFound."""
    with reading() as session:
        found = session.execute(select(*(Listed.__table__.c[each] for each in Thread)).where(Listed.id == execution_id))
        row = found.one_or_none()
        if row is None:
            raise NotFound("execution", execution_id)
        threads = {each: value for each, value in zip(Thread, row, strict=True) if value}
        chosen = thread if thread in threads else next(iter(threads), None)
        if chosen is None:
            return OrderStory({}, None, (), False)
        ids = _roots(session, chosen, threads[chosen])
        executions = read_rows(session, ids[:MOST])
        requests = _requests(session, [each.id for each in executions])
    return OrderStory(threads, chosen, _chapters(executions, requests), len(ids) > MOST)


def _roots(session: ReadSession, thread: Thread, value: str) -> list[str]:
    query = (
        select(Listed.id)
        .where(Listed.__table__.c[thread] == value, Listed.parent_id.is_(None))
        .order_by(Listed.created_at.desc(), Listed.id.desc())
        .limit(MOST + 1)
    )
    return list(session.scalars(query))


def _requests(session: ReadSession, ids: Sequence[str]) -> list[Request]:
    """The deliveries that started these executions, and those that the same events made beside them."""
    delivery, event, link = Delivery, InboundEvent, WorkflowTemplateLink
    beside = aliased(Delivery)
    started = select(ExecutionRun.delivery_id).where(ExecutionRun.execution_id.in_(ids))
    events = select(beside.inbound_event_id).where(beside.id.in_(started))
    query = (
        select(
            delivery.id,
            delivery.received_at,
            delivery.source,
            delivery.entity_type,
            delivery.entity_id,
            delivery.outcome,
            delivery.detail,
            delivery.execution_id,
            event.type,
            link.id,
            func.coalesce(LinkSetting.enabled, link.id.is_not(None)),
        )
        .outerjoin(event, event.id == delivery.inbound_event_id)
        .outerjoin(link, (link.entity_type == delivery.entity_type) & (link.entity_id == delivery.entity_id))
        .outerjoin(LinkSetting, LinkSetting.link_id == link.id)
        .where(or_(delivery.id.in_(started), delivery.inbound_event_id.in_(events)))
        .order_by(delivery.received_at, delivery.id)
    )
    return [Request(*row) for row in session.execute(query)]


def _chapters(executions: Sequence[ExecutionRow], requests: Sequence[Request]) -> tuple[Chapter, ...]:
    by_id = {row.id: row for row in executions}
    told = [Chapter(each, by_id.pop(each.execution_id or "", None)) for each in requests]
    alone = [Chapter(None, row) for row in by_id.values()]
    return tuple(sorted([*told, *alone], key=lambda chapter: chapter.at))
