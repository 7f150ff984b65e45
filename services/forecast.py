"""Where the last inputs would go with a version, without starting anything."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session, undefer

from domain.errors import NotFound
from domain.forecasting.comparing import Compared, Summary, summarise
from domain.forecasting.course import Course
from domain.forecasting.following import follow
from domain.forecasting.values import CannotEvaluate, TooCostly
from domain.json_types import JsonObject, JsonValue
from domain.json_values import as_object
from domain.vocabulary import Format
from runtime.expressions import BudgetExceeded, ExpressionError, evaluate
from services._recent_inputs import Recent, recent_inputs
from services._versions import settings_of
from storage.database import reading
from storage.shared_tables import WorkflowTemplateVersion

MOST_SECONDS = 5.0


@dataclass(frozen=True)
class Forecast:
    """The last inputs on a version and on ``against``, the number of the one it is compared with (None: with none).

    ``found`` inputs there were; as many were tried as ``summary`` counts, for trying stops after 5 s. ``too_large``
    more are larger than 256 kB and are not tried.
    """

    version: str
    against: str | None
    found: int
    summary: Summary
    too_large: int = 0


def forecast(version_id: str, against_id: str | None = None) -> Forecast | None:
    """Follow both versions from the last 50 inputs of the first one's template, as far as their input alone decides.

    None for custom definitions, which only their own worker understands. Raises: NotFound.
    """
    with reading() as session:
        template_id, new = _version(session, version_id)
        if settings_of(session, template_id).format is Format.CUSTOM:
            return None
        old = _version(session, against_id)[1] if against_id else None
        recent = recent_inputs(session, template_id)
    until = time.monotonic() + MOST_SECONDS
    compared: list[Compared] = []
    for each in recent.inputs:
        if time.monotonic() > until:
            break
        compared.append(Compared(each.id, each.name, _course(old, each) if old else None, _course(new, each)))
    return Forecast(new.number, old.number if old else None, len(recent.inputs), summarise(compared), recent.too_large)


@dataclass(frozen=True)
class _Version:
    number: str
    definition: JsonObject


def _version(session: Session, version_id: str) -> tuple[str, _Version]:
    found = session.get(WorkflowTemplateVersion, version_id, options=[undefer(WorkflowTemplateVersion.definition)])
    if found is None:
        raise NotFound("version", version_id)
    return found.template_id, _Version(found.version, as_object(found.definition, "definition"))


def _course(version: _Version, recent: Recent) -> Course:
    return follow(version.definition, recent.value, _evaluate)


def _evaluate(text: str, data: JsonValue, variables: Mapping[str, JsonValue]) -> JsonValue:
    try:
        return evaluate(text, data, variables)
    except ExpressionError as error:
        raise CannotEvaluate(str(error)) from None
    except BudgetExceeded:
        raise TooCostly from None
