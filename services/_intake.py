"""What every way of starting shares: the delivery, the execution it becomes, and what came of it."""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects.postgresql import JSONB, insert

from domain.ids import new_id
from domain.json_types import JsonObject, JsonValue
from domain.json_values import compact
from domain.vocabulary import EntityType, ExecutionKind, Origin, Outcome
from runtime.contracts import INTERPRETER_VERSION
from runtime.starting import StartCommand
from services._commands import open_workflow
from services._service_requests import attach
from storage.database import WriteSession
from storage.own_tables import Delivery
from storage.shared_tables import WorkflowTemplateVersion, utc_now

FIRST_ATTEMPT_LEASE = timedelta(seconds=15)
"""How long the process that took the request may try alone before the dispatcher takes over."""
START_DEADLINE = timedelta(hours=24)
"""How long starting is tried while Temporal is away."""
_EXECUTION = text("""
WITH execution AS (
    INSERT INTO public."WorkflowExecution" (id, name, "workflowTemplateVersionId", context)
    VALUES (:execution, :name, :version, :context)),
run AS (
    INSERT INTO pointsman.execution_run
        (execution_id, kind, origin, delivery_id, started_by, reason, input, next_attempt_at, start_deadline,
         interpreter_version, customer_id, subscription_id, service_request_id, task_group_id)
    VALUES (:execution, :kind, :origin, :delivery, :actor, :reason, :input, now() + :lease, now() + :deadline,
            :interpreter, :customer, :subscription, :request, :group))
INSERT INTO pointsman.ledger (actor, action, subject_type, subject_id, template_id, after, reason)
VALUES (:actor, 'execution.start', 'execution', :execution, :template, :after, :reason)""").bindparams(
    bindparam("context", type_=JSONB(none_as_null=True)),
    bindparam("input", type_=JSONB),
    bindparam("after", type_=JSONB),
)


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

    ``is_other`` marks a duplicate that asked something else than the first request under its key. ``command`` starts
    what was just recorded, where nothing more has to be read for it.
    """

    delivery_id: str
    outcome: Outcome | None
    execution_id: str | None
    detail: str | None = None
    is_other: bool = False
    command: StartCommand | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Start:
    """An execution to be made: which version (with its definition loaded) with which input, and how it came about."""

    name: str
    version: WorkflowTemplateVersion
    is_custom: bool
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
    inserted = session.scalars(statement.returning(Delivery)).one_or_none()
    return _duplicate(session, request, values) if inserted is None else inserted


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

    Execution, run and ledger row are one statement. ``references`` are the backend's service request id and task group
    id, where known.
    """
    execution_id, version = new_id(), start.version
    interpreter = None if start.is_custom else INTERPRETER_VERSION
    values = {
        "execution": execution_id,
        "name": start.name,
        "version": version.id,
        "context": start.context,
        "kind": start.kind.value,
        "origin": start.origin.value,
        "delivery": delivery.id,
        "actor": request.actor,
        "reason": request.reason,
        "input": start.input,
        "lease": FIRST_ATTEMPT_LEASE,
        "deadline": START_DEADLINE,
        "interpreter": interpreter,
        "customer": _named(start.context, "customerId"),
        "subscription": _named(start.context, "subscriptionId"),
        "request": references[0],
        "group": references[1],
        "template": version.template_id,
        "after": {"versionId": version.id, "origin": start.origin.value, "kind": start.kind.value},
    }
    with session.no_autoflush:
        session.execute(_EXECUTION, values)
    delivery.execution_id, delivery.template_id = execution_id, version.template_id
    attach(session, execution_id, *references)
    command = None
    if interpreter is not None:
        command = open_workflow(execution_id, version.definition, start.input, start.context, interpreter)
    return Receipt(delivery.id, None, execution_id, command=command)


def _named(context: JsonObject | None, key: str) -> str | None:
    """What the context names under a key that executions are found by."""
    value = (context or {}).get(key)
    return value if isinstance(value, str) and value else None
