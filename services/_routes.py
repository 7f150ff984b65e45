"""Where an event goes: link → template → active version, and the input that the link makes of its payload."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from domain.errors import PointsmanError
from domain.json_types import JsonValue
from domain.json_values import check_json
from domain.vocabulary import EntityType, Format, VersionStatus
from runtime.expressions import BudgetExceeded, ExpressionError, evaluate
from services._start_rules import Startable
from storage.driver import run


class NoInput(Exception):
    """The link's input expression failed on the payload; ``str(error)`` is a sentence."""


@dataclass(frozen=True)
class Route:
    """The way of an entity's events; ``version`` None: the template is off."""

    link_id: str
    template_id: str
    template_name: str
    version: Startable | None
    enabled: bool
    expression: str | None


_ROUTE = """
SELECT l.id, t.id, t.name, v.id, v.version, v.status::text, coalesce(s.format = %(custom)s, false),
       coalesce(ls.enabled, true), ls.input_expression
FROM public."WorkflowTemplateLink" l
JOIN public."WorkflowTemplate" t ON t.id = l."workflowTemplateId"
LEFT JOIN pointsman.link_setting ls ON ls.link_id = l.id
LEFT JOIN pointsman.template_setting s ON s.template_id = t.id
LEFT JOIN public."WorkflowTemplateVersion" v ON v.id = t."activeVersionId"
WHERE l."entityType" = %(kind)s AND l."entityId" = %(entity)s"""


def route_of(session: Session, entity_type: EntityType, entity_id: str) -> Route | None:
    """The way of an entity's events, with the active version; None where no link names the entity."""
    found = run(session, _ROUTE, {"kind": entity_type.value, "entity": entity_id, "custom": Format.CUSTOM.value})
    if not found:
        return None
    link_id, template_id, name, version_id, version, status, is_custom, enabled, expression = found[0]
    active = None
    if version_id is not None:
        active = Startable(template_id, name, version_id, version, VersionStatus(status), is_custom)
    return Route(link_id, template_id, name, active, enabled, expression)


def input_of(expression: str | None, payload: JsonValue) -> JsonValue:
    """The workflow input that a link makes of a payload. Raises: NoInput."""
    if expression is None:
        return payload
    try:
        value = evaluate(expression, payload, {})
        check_json(value, "input")
    except (ExpressionError, BudgetExceeded, PointsmanError) as error:
        raise NoInput(f"The link's input expression failed: {error}") from error
    return value
