"""What every way of starting shares: the delivery, the execution it becomes, and what came of it."""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from domain.ids import new_id
from domain.json_types import JsonObject, JsonValue
from domain.json_values import compact
from domain.vocabulary import EntityType, ExecutionKind, Format, Origin, Outcome
from runtime.contracts import INTERPRETER_VERSION
from services._ledger import record
from services._service_requests import attach
from services._versions import settings_of
from storage.database import WriteSession
from storage.own_tables import Delivery, ExecutionRun
from storage.shared_tables import WorkflowExecution, utc_now

FIRST_ATTEMPT_LEASE = timedelta(seconds=15)
"""How long the process that took the request may try alone before the dispatcher takes over."""
START_DEADLINE = timedelta(hours=24)
"""How long starting is tried while Temporal is away."""


@dataclass(frozen=True)
class Request:
    """A request to start something, as it came in. ``event_id`` is unique within its ``source``.

    ``asked`` is what was asked beside entity and payload, as needed to decide it again; ``inbound_event_id`` the event
    of another system that it was made from.
    """

    source: str
    event_id: str
    payload: JsonValue
    actor: str
    entity: tuple[EntityType, str] | None = None
    reason: str | None = None
    asked: JsonObject = field(default_factory=dict)
    template_id: str | None = None
    inbound_event_id: str | None = None

    @property
    def digest(self) -> bytes:
        """The same for requests that ask the same, whatever the order of their keys."""
        entity: list[JsonValue] = [*self.entity] if self.entity else []
        return sha256(compact([entity, self.payload, self.asked, self.reason]).encode()).digest()


@dataclass(frozen=True)
class Receipt:
    """What became of a request. ``outcome`` None: accepted, and on its way to Temporal.

    ``is_other`` marks a duplicate that asked something else than the first request under its key.
    """

    delivery_id: str
    outcome: Outcome | None
    execution_id: str | None
    detail: str | None = None
    is_other: bool = False


@dataclass(frozen=True)
class Start:
    """An execution to be made: which version with which input, and how it came about."""

    name: str
    version_id: str
    template_id: str
    input: JsonValue
    context: JsonObject | None
    origin: Origin
    kind: ExecutionKind = ExecutionKind.NORMAL


def open_delivery(session: WriteSession, request: Request) -> Delivery | Receipt:
    """Record a request. The second one with the same source and event id gets the receipt of the first."""
    values: dict[str, object] = {
        "id": new_id(),
        "source": request.source,
        "source_event_id": request.event_id,
        "entity_type": request.entity[0] if request.entity else None,
        "entity_id": request.entity[1] if request.entity else None,
        "payload": request.payload,
        "received_at": utc_now(),
        "request": request.asked,
        "digest": request.digest,
        "actor": request.actor,
        "reason": request.reason,
        "template_id": request.template_id,
        "inbound_event_id": request.inbound_event_id,
    }
    statement = (
        insert(Delivery)
        .values(**values)
        .on_conflict_do_nothing(
            index_elements=["source", "source_event_id"], index_where=text("outcome IS DISTINCT FROM 'DUPLICATE'")
        )
    )
    inserted = session.execute(statement.returning(Delivery.id)).scalar_one_or_none()
    if inserted is not None:
        return session.get_one(Delivery, inserted)
    return _duplicate(session, request, values)


def _duplicate(session: WriteSession, request: Request, values: dict[str, object]) -> Receipt:
    first = session.scalars(
        select(Delivery).where(
            Delivery.source == request.source,
            Delivery.source_event_id == request.event_id,
            Delivery.outcome.is_distinct_from(Outcome.DUPLICATE),
        )
    ).one()
    is_other = first.digest is not None and first.digest != request.digest
    came = "Another request came before under the same key" if is_other else "The same request came before"
    detail = f"{came}, as delivery {first.id}."
    session.add(Delivery(**values, outcome=Outcome.DUPLICATE, execution_id=first.execution_id, detail=detail))
    return Receipt(first.id, Outcome.DUPLICATE, first.execution_id, detail, is_other)


def refuse(delivery: Delivery, outcome: Outcome, detail: str) -> Receipt:
    """Close a delivery that starts nothing, with the reason for people."""
    delivery.outcome, delivery.detail = outcome, detail
    return Receipt(delivery.id, outcome, None, detail)


def create_execution(
    session: WriteSession,
    delivery: Delivery,
    request: Request,
    start: Start,
    references: tuple[str | None, str | None],
) -> Receipt:
    """Insert the execution as CREATED; this row is the outbox from which it is started on Temporal.

    ``references`` are the backend's service request id and task group id, where known.
    """
    execution = WorkflowExecution(id=new_id(), name=start.name, version_id=start.version_id, context=start.context)
    session.add(execution)
    session.flush()
    run = _run(session, execution.id, delivery.id, request, start)
    run.service_request_id, run.task_group_id = references
    session.add(run)
    delivery.execution_id, delivery.template_id = execution.id, start.template_id
    attach(session, execution.id, *references)
    record(
        session,
        request.actor,
        "execution.start",
        ("execution", execution.id),
        template_id=start.template_id,
        after={"versionId": start.version_id, "origin": start.origin.value, "kind": start.kind.value},
        reason=request.reason,
    )
    return Receipt(delivery.id, None, execution.id)


def _run(session: WriteSession, execution_id: str, delivery_id: str, request: Request, start: Start) -> ExecutionRun:
    now, is_custom = utc_now(), settings_of(session, start.template_id).format is Format.CUSTOM
    return ExecutionRun(
        execution_id=execution_id,
        kind=start.kind,
        origin=start.origin,
        delivery_id=delivery_id,
        started_by=request.actor,
        reason=request.reason,
        input=start.input,
        next_attempt_at=now + FIRST_ATTEMPT_LEASE,
        start_deadline=now + START_DEADLINE,
        interpreter_version=None if is_custom else INTERPRETER_VERSION,
        customer_id=_named(start.context, "customerId"),
        subscription_id=_named(start.context, "subscriptionId"),
    )


def _named(context: JsonObject | None, key: str) -> str | None:
    """What the context names under a key that executions are found by."""
    value = (context or {}).get(key)
    return value if isinstance(value, str) and value else None
