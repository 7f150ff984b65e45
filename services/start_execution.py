"""Start a template by hand or on request, its active version or, on purpose, another one."""

from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from domain.errors import NotAllowed, NotFound, PointsmanError
from domain.ids import new_id
from domain.json_types import JsonObject, JsonValue
from domain.json_values import MAX_CONTEXT_BYTES, check_json
from domain.lifecycle import VersionFacts, check_can_start
from domain.vocabulary import ExecutionKind, Format, Origin, Outcome, VersionStatus
from services._intake import Grounds, Receipt, Refusal, Request, Start, decide_and_take_in, repeated, take_in
from services._remembered import Remembered
from services._reruns import Rerun, bind, claim
from services._service_requests import unknown_reference
from services._start_rules import Startable
from services._words import optional, required
from services.attempt_start import start_recorded
from services.check_definition import require_publishable
from storage.database import single_statements, transaction
from storage.driver import run
from storage.shared_tables import WorkflowTemplateVersion


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
    with transaction() if order.rerun else single_statements() as session:
        try:
            if order.rerun:
                claim(session, order.rerun)
            receipt = decide_and_take_in(session, request, partial(decide_order, session, order, origin))
        except PointsmanError as refusal:
            if (first := repeated(session, request)) is not None:
                return first
            if origin is not Origin.API or not isinstance(refusal, NotFound | NotAllowed):
                raise
            receipt = take_in(session, request, Refusal(Outcome.INVALID_INPUT, str(refusal)))
        if order.rerun:
            bind(session, order.rerun, receipt, request)
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


def decide_order(session: Session, order: StartOrder, origin: Origin, fresh: bool = True) -> Start | Refusal:
    """What the order starts, or why nothing; unless ``fresh``, by what was found for the last order.

    Raises: as `start_execution`.
    """
    found = _found(session, order, fresh)
    if found.version is None:
        return Refusal(Outcome.NO_ACTIVE_VERSION, f"“{found.name}” is switched off: no version is active.")
    version, references = found.version, (order.service_request_id, order.task_group_id)
    check_can_start(VersionFacts(version.version, version.status, found.is_active), test=order.test)
    if order.test:  # what is published was checked then
        _check_draft(session, version.version_id)
    rules = version.rules(session)
    refusal = unknown_reference(session, *references) or rules.refusal(order.input, order.context)
    if refusal:
        return Refusal(Outcome.INVALID_INPUT, refusal)
    kind = ExecutionKind.TEST if order.test else ExecutionKind.NORMAL
    name = optional(order.name, "name", 200) or found.name
    grounds = Grounds() if order.version_id is None else None
    return Start(name, version, rules, order.input, order.context or None, origin, kind, references, grounds)


@dataclass(frozen=True)
class _Found:
    """The template of an order and the version that it asks for; None: the template is off."""

    name: str
    version: Startable | None
    is_active: bool


_TEMPLATE = """
SELECT t.name, t."activeVersionId", v.id, v.version, v.status::text, coalesce(s.format = %(custom)s, false)
FROM public."WorkflowTemplate" t
LEFT JOIN pointsman.template_setting s ON s.template_id = t.id
LEFT JOIN public."WorkflowTemplateVersion" v ON v."workflowTemplateId" = t.id"""
_ACTIVE = f'{_TEMPLATE} AND v.id = t."activeVersionId" WHERE t.id = %(template)s'
_NAMED = f"""{_TEMPLATE} AND (v.id = %(wanted)s OR v.version = %(wanted)s)
WHERE t.id = %(template)s ORDER BY v.id = %(wanted)s DESC LIMIT 1"""


_active: Remembered[_Found] = Remembered()


def _found(session: Session, order: StartOrder, fresh: bool) -> _Found:
    if order.version_id is not None:
        return _read(session, order)
    return _active.find(order.template_id, lambda: _read(session, order), fresh=fresh)


def _read(session: Session, order: StartOrder) -> _Found:
    values = {"template": order.template_id, "wanted": order.version_id, "custom": Format.CUSTOM.value}
    rows = run(session, _ACTIVE if order.version_id is None else _NAMED, values)
    if not rows:
        raise NotFound("template", order.template_id)
    name, active_id, version_id, version, status, is_custom = rows[0]
    if version_id is not None:
        found = Startable(order.template_id, name, version_id, version, VersionStatus(status), is_custom)
        return _Found(name, found, active_id == version_id)
    if order.version_id is not None:
        raise NotFound("version of this template", order.version_id)
    return _Found(name, None, False)


def _check_draft(session: Session, version_id: str) -> None:
    version = WorkflowTemplateVersion
    found = session.scalars(select(version).options(undefer(version.definition)).where(version.id == version_id)).one()
    require_publishable(session, found, drafts=True)
