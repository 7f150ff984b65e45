"""What every way of starting shares: the delivery, the execution it becomes, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from psycopg.types.json import Jsonb
from sqlalchemy import select

from domain.errors import Conflict
from domain.ids import new_id
from domain.json_types import JsonObject, JsonValue
from domain.json_values import compact
from domain.vocabulary import EntityType, ExecutionKind, Origin, Outcome
from runtime.contracts import INTERPRETER_VERSION
from runtime.starting import StartCommand
from services._commands import open_workflow
from services._intake_statements import ACTIVE, ALWAYS, LINKED, statement
from services._start_rules import Startable, StartRules
from storage.database import WriteSession
from storage.driver import json_or_null, run
from storage.own_tables import Delivery

_DECIDED = 5
"""How often a start is decided anew while what it depends on keeps changing."""


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
class Grounds:
    """That the version is the active one of its template; for an event also what its link says of it."""

    link_id: str | None = None
    expression: str | None = None


class Outdated(Exception):
    """What a start was decided on does not hold any more, so nothing was recorded."""


@dataclass(frozen=True)
class Start:
    """An execution to be made: which version with which input, and how it came about.

    ``references`` are the backend's service request id and task group id, where known. ``grounds`` must still hold when
    it is recorded; None: a version that was asked for by name is started whatever is active.
    """

    name: str
    version: Startable
    rules: StartRules
    input: JsonValue
    context: JsonObject | None
    origin: Origin
    kind: ExecutionKind = ExecutionKind.NORMAL
    references: tuple[str | None, str | None] = (None, None)
    grounds: Grounds | None = None


@dataclass(frozen=True)
class Refusal:
    """Why a request starts nothing, for people; ``template_id`` where it would have gone."""

    outcome: Outcome
    detail: str
    template_id: str | None = None


def decide_and_take_in(session: WriteSession, request: Request, decide: Callable[[bool], Start | Refusal]) -> Receipt:
    """`take_in` what ``decide`` finds: by what is remembered, or, asked with True, by what is read afresh.

    A start is recorded if its grounds still hold; a refusal always rests on what was just read. Raises: Conflict where
    what the request depends on keeps changing.
    """
    decision = decide(False)
    if isinstance(decision, Refusal):
        decision = decide(True)
    for _ in range(_DECIDED):
        try:
            return take_in(session, request, decision)
        except Outdated:
            decision = decide(True)
    raise Conflict("What the request would start is being changed all the time; nothing was started. Ask again.")


def take_in(session: WriteSession, request: Request, decision: Start | Refusal) -> Receipt:
    """Record a request with what was decided on it, in one statement; an execution is made as CREATED.

    That row is the outbox from which it is started on Temporal. The second request with the same source and event id
    makes nothing, and gets the receipt of the first. Raises: Outdated.
    """
    return _record(session, new_id(), request, decision, again=False) or _duplicate(session, request)


def take_in_again(session: WriteSession, delivery_id: str, request: Request, decision: Start | Refusal) -> Receipt:
    """Record what was decided anew on the request of a delivery, which the caller has locked."""
    receipt = _record(session, delivery_id, request, decision, again=True)
    assert receipt is not None
    return receipt


def repeated(session: WriteSession, request: Request) -> Receipt | None:
    """The receipt of a request that came before under the same key, noted as a duplicate; None where none came."""
    first = _first(session, request)
    return None if first is None else _noted_duplicate(session, request, first)


def _record(
    session: WriteSession, delivery_id: str, request: Request, decision: Start | Refusal, *, again: bool
) -> Receipt | None:
    if isinstance(decision, Refusal):
        values = _delivery_values(delivery_id, request, decision)
        [(done, _)] = run(session, statement(again, ALWAYS, False, False, False), values)
        return Receipt(delivery_id, decision.outcome, None, decision.detail) if done else None
    execution_id, references = new_id(), decision.references
    values = _delivery_values(delivery_id, request, None) | _execution_values(execution_id, decision)
    grounds = ALWAYS if again else _grounds(decision)
    [(done, holds)] = run(session, statement(again, grounds, True, *map(bool, references)), values)
    if not holds:
        raise Outdated
    return Receipt(delivery_id, None, execution_id, command=_command(execution_id, decision)) if done else None


def _grounds(start: Start) -> str:
    if start.grounds is None:
        return ALWAYS
    return ACTIVE if start.grounds.link_id is None else LINKED


def _delivery_values(delivery_id: str, request: Request, refusal: Refusal | None) -> dict[str, object]:
    return {
        "delivery": delivery_id,
        "source": request.source,
        "event": request.event_id,
        "entity_type": request.entity[0].value if request.entity else None,
        "entity": request.entity[1] if request.entity else None,
        "payload": Jsonb(request.payload),
        "asked": Jsonb(request.asked),
        "digest": request.digest,
        "actor": request.actor,
        "reason": request.reason,
        "template": (refusal and refusal.template_id) or request.template_id,
        "inbound": request.inbound_event_id,
        "outcome": refusal and refusal.outcome.value,
        "detail": refusal and refusal.detail,
        "execution": None,
    }


def _execution_values(execution_id: str, start: Start) -> dict[str, object]:
    return {
        "execution": execution_id,
        "template": start.version.template_id,
        "name": start.name,
        "version": start.version.version_id,
        "called": start.version.template_name,
        "link": start.grounds and start.grounds.link_id,
        "expression": start.grounds and start.grounds.expression,
        "context": json_or_null(start.context),
        "kind": start.kind.value,
        "origin": start.origin.value,
        "input": Jsonb(start.input),
        "interpreter": None if start.rules.is_custom else INTERPRETER_VERSION,
        "customer": _named(start.context, "customerId"),
        "subscription": _named(start.context, "subscriptionId"),
        "request": start.references[0],
        "group": start.references[1],
    }


def _command(execution_id: str, start: Start) -> StartCommand | None:
    """What starts it; None for custom versions, of which more has to be read."""
    if start.rules.is_custom:
        return None
    return open_workflow(execution_id, start.rules.definition, start.input, start.context, INTERPRETER_VERSION)


def _named(context: JsonObject | None, key: str) -> str | None:
    """What the context names under a key that executions are found by."""
    value = (context or {}).get(key)
    return value if isinstance(value, str) and value else None


def _duplicate(session: WriteSession, request: Request) -> Receipt:
    first = _first(session, request)
    assert first is not None
    return _noted_duplicate(session, request, first)


def _first(session: WriteSession, request: Request) -> Delivery | None:
    return session.scalars(
        select(Delivery).where(
            Delivery.source == request.source,
            Delivery.source_event_id == request.event_id,
            Delivery.outcome.is_distinct_from(Outcome.DUPLICATE),
        )
    ).one_or_none()


def _noted_duplicate(session: WriteSession, request: Request, first: Delivery) -> Receipt:
    is_other = first.digest is not None and first.digest != request.digest
    came = "Another request came before under the same key" if is_other else "The same request came before"
    detail = f"{came}, as delivery {first.id}."
    values = _delivery_values(new_id(), request, Refusal(Outcome.DUPLICATE, detail)) | {"execution": first.execution_id}
    run(session, statement(False, ALWAYS, False, False, False), values)
    return Receipt(first.id, Outcome.DUPLICATE, first.execution_id, detail, is_other)
