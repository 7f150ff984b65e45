"""Start a template by hand or on request, its active version or, on purpose, another one."""

from dataclasses import dataclass, field

from sqlalchemy import or_, select
from sqlalchemy.orm import undefer

from domain.errors import NotAllowed, NotFound
from domain.ids import new_id
from domain.json_types import JsonObject, JsonValue
from domain.json_values import MAX_CONTEXT_BYTES, check_json
from domain.lifecycle import VersionFacts, check_can_start
from domain.vocabulary import ExecutionKind, Origin, Outcome
from services._intake import Receipt, Request, Start, create_execution, open_delivery, refuse
from services._reruns import Rerun, bind, claim
from services._service_requests import unknown_reference
from services._start_rules import StartRules
from services._words import optional, required
from services.attempt_start import start_recorded
from services.check_definition import require_publishable
from storage.database import WriteSession, transaction
from storage.own_tables import Delivery
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion


@dataclass(frozen=True)
class StartOrder:
    """What to start. ``version_id`` is the id or the number of a version, None the active one.

    ``key`` makes a repeated order harmless; ``context`` is metadata for callers, which the engine never reads.
    ``rerun`` names the execution that this one does again.
    """

    template_id: str
    input: JsonValue
    reason: str | None
    version_id: str | None = None
    context: JsonObject = field(default_factory=dict)
    key: str = field(default_factory=new_id)
    test: bool = False
    name: str | None = None
    service_request_id: str | None = None
    task_group_id: str | None = None
    rerun: Rerun | None = None


def start_execution(order: StartOrder, *, actor: str, origin: Origin = Origin.MANUAL, attempt: bool = True) -> Receipt:
    """Record the order, make the execution and start it on Temporal; the same key again starts nothing.

    The receipt's outcome tells STARTED, DUPLICATE, NO_ACTIVE_VERSION, INVALID_INPUT, FAILED_TO_START, or None while
    Temporal is away (it is started as soon as Temporal is back). Raises: NotFound, NotAllowed, InvalidInput, and
    InvalidDefinition for the test run of a draft that could not be published. A program (``origin`` API) need not say
    why, and finds what cannot be started (no such template or version, a draft, a deprecated one) as INVALID_INPUT.
    Without ``attempt`` it is only recorded: the caller, or else the dispatcher, starts it.
    """
    reason = (optional if origin is Origin.API else required)(order.reason, "reason", 1000)
    check_json(order.input, "input")
    check_json(order.context, "context", MAX_CONTEXT_BYTES)
    request = Request(
        source=origin.value.lower(),
        event_id=required(order.key, "key"),
        payload=order.input,
        actor=actor,
        reason=reason,
        asked=_asked(order),
        template_id=order.template_id,
    )
    with transaction() as session:
        delivery = open_delivery(session, request)
        if isinstance(delivery, Receipt):
            return delivery
        try:
            receipt = decide_order(session, delivery, request, order, origin)
        except (NotFound, NotAllowed) as refusal:
            if origin is not Origin.API:
                raise
            receipt = refuse(delivery, Outcome.INVALID_INPUT, str(refusal))
    return start_recorded(receipt) if attempt else receipt


def _asked(order: StartOrder) -> JsonObject:
    again: JsonObject = {"rerunOf": order.rerun.execution_id} if order.rerun else {}
    return again | {
        "templateId": order.template_id,
        "versionId": order.version_id,
        "context": order.context,
        "test": order.test,
        "name": optional(order.name, "name", 200),
        "serviceRequestId": optional(order.service_request_id, "service request id"),
        "taskGroupId": optional(order.task_group_id, "task group id"),
    }


def decide_order(
    session: WriteSession, delivery: Delivery, request: Request, order: StartOrder, origin: Origin
) -> Receipt:
    """Start what is ordered, or close its open delivery with the reason why not. Raises: as `start_execution`."""
    template = session.get(WorkflowTemplate, order.template_id)
    if template is None:
        raise NotFound("template", order.template_id)
    version = _version(session, template, order.version_id)
    if version is None:
        return refuse(delivery, Outcome.NO_ACTIVE_VERSION, f"“{template.name}” is switched off: no version is active.")
    _check_state(session, version, template, order.test)
    references = order.service_request_id, order.task_group_id
    rules = StartRules.of(session, version)
    refusal = unknown_reference(session, *references) or rules.refusal(order.input, order.context)
    if refusal:
        return refuse(delivery, Outcome.INVALID_INPUT, refusal)
    kind = ExecutionKind.TEST if order.test else ExecutionKind.NORMAL
    name = optional(order.name, "name", 200) or template.name
    start = Start(name, version, rules.is_custom, order.input, order.context or None, origin, kind)
    if order.rerun is None:
        return create_execution(session, delivery, request, start, references)
    claim(session, order.rerun)
    receipt = create_execution(session, delivery, request, start, references)
    bind(session, order.rerun, receipt.execution_id or "", actor=request.actor, reason=request.reason)
    return receipt


def _version(
    session: WriteSession, template: WorkflowTemplate, id_or_number: str | None
) -> WorkflowTemplateVersion | None:
    version, wanted = WorkflowTemplateVersion, id_or_number or template.active_version_id
    if wanted is None:
        return None
    query = select(version).options(undefer(version.definition)).order_by((version.id == wanted).desc()).limit(1)
    found = session.scalar(
        query.where(version.template_id == template.id, or_(version.id == wanted, version.version == wanted))
    )
    if found is None:
        raise NotFound("version of this template", wanted)
    return found


def _check_state(
    session: WriteSession, version: WorkflowTemplateVersion, template: WorkflowTemplate, test: bool
) -> None:
    is_active = template.active_version_id == version.id
    check_can_start(VersionFacts(version.version, version.status, is_active), test=test)
    if test:  # what is published was checked then
        require_publishable(session, version, drafts=True)
