"""Would a version take what was really sent lately? Inputs of executions, and what links make of payloads."""

import time
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session, undefer

from domain.definition import check_input, input_schema
from domain.errors import InvalidInput, NotFound
from domain.json_types import JsonObject, JsonValue
from domain.vocabulary import Format
from services._recent_inputs import Recent, Sample, recent_inputs, recent_payloads
from services._routes import NoInput, input_of
from services._versions import settings_of
from storage.database import reading
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion

MOST_SECONDS = 5.0
"""Schemas and expressions may be costly; what was not tried by then is left out, and told."""


@dataclass(frozen=True)
class RefusedInput:
    """An input that the version would not take. ``id`` and ``name`` as in `Recent`.

    ``already`` is true where the active version would not take it either.
    """

    id: str
    name: str
    at: datetime
    reason: str
    already: bool


@dataclass(frozen=True)
class Trial:
    """How many were tried, of how many that were found, and which were refused, newest first.

    ``too_large`` more are larger than 256 kB and are not tried.
    """

    found: int = 0
    tried: int = 0
    refused: tuple[RefusedInput, ...] = ()
    too_large: int = 0


@dataclass(frozen=True)
class InputTrials:
    """``is_judged`` is false for custom definitions without an ``input.schema``.

    ``is_binding`` is false for all custom definitions: their workflows check their input themselves.
    """

    is_judged: bool
    is_binding: bool = True
    executions: Trial = field(default_factory=Trial)
    deliveries: Trial = field(default_factory=Trial)


def try_inputs(version_id: str) -> InputTrials:
    """Hold the last 50 inputs and the last 50 payloads against the version's ``input.schema``, starting nothing.

    Takes up to about 10 s in all. Raises: NotFound.
    """
    with reading() as session:
        version = _definition(session, version_id)
        if version is None:
            raise NotFound("version", version_id)
        template = session.get_one(WorkflowTemplate, version.template_id)
        is_custom = settings_of(session, template.id).format is Format.CUSTOM
        if is_custom and _schema(version) is None:
            return InputTrials(is_judged=False, is_binding=False)
        active = _definition(session, template.active_version_id)
        inputs, payloads = recent_inputs(session, template.id), recent_payloads(session, template.id)
        new, old = version.definition, active.definition if active else None
    return InputTrials(True, not is_custom, _tried(inputs, new, old), _tried(payloads, new, old))


def _schema(version: WorkflowTemplateVersion) -> JsonObject | None:
    return input_schema(version.definition) if isinstance(version.definition, dict) else None


def _definition(session: Session, version_id: str | None) -> WorkflowTemplateVersion | None:
    options = [undefer(WorkflowTemplateVersion.definition)]
    return session.get(WorkflowTemplateVersion, version_id, options=options) if version_id else None


def _tried(sample: Sample, new: JsonValue, old: JsonValue) -> Trial:
    until, refused, tried = time.monotonic() + MOST_SECONDS, [], 0
    for each in sample.inputs:
        if time.monotonic() > until:
            break
        tried += 1
        reason = _refusal(each, new)
        if reason is not None:
            already = old is not None and _refusal(each, old) is not None
            refused.append(RefusedInput(each.id, each.name, each.at, reason, already))
    return Trial(len(sample.inputs), tried, tuple(refused), sample.too_large)


def _refusal(recent: Recent, definition: JsonValue) -> str | None:
    checked: JsonObject = definition if isinstance(definition, dict) else {}
    try:
        check_input(input_of(recent.expression, recent.value), checked)
    except (InvalidInput, NoInput) as refusal:
        return str(refusal)
    return None
