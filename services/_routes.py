"""Where an event goes: link → template → active version, and the input that the link makes of its payload."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from domain.errors import PointsmanError
from domain.json_types import JsonValue
from domain.json_values import check_json
from domain.vocabulary import EntityType
from runtime.expressions import BudgetExceeded, ExpressionError, evaluate
from storage.own_tables import LinkSetting
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateLink, WorkflowTemplateVersion


class NoInput(Exception):
    """The link's input expression failed on the payload; ``str(error)`` is a sentence."""


@dataclass(frozen=True)
class Route:
    """The way of an entity's events; ``version`` None: the template is off."""

    link_id: str
    template: WorkflowTemplate
    version: WorkflowTemplateVersion | None
    enabled: bool
    expression: str | None


def route_of(session: Session, entity_type: EntityType, entity_id: str) -> Route | None:
    """The way of an entity's events, with the active version's definition; None where no link names the entity."""
    query = (
        select(
            WorkflowTemplateLink.id,
            WorkflowTemplate,
            WorkflowTemplateVersion,
            func.coalesce(LinkSetting.enabled, True),
            LinkSetting.input_expression,
        )
        .join(WorkflowTemplateLink, WorkflowTemplateLink.template_id == WorkflowTemplate.id)
        .outerjoin(LinkSetting, LinkSetting.link_id == WorkflowTemplateLink.id)
        .outerjoin(WorkflowTemplateVersion, WorkflowTemplateVersion.id == WorkflowTemplate.active_version_id)
        .where(WorkflowTemplateLink.entity_type == entity_type, WorkflowTemplateLink.entity_id == entity_id)
        .options(undefer(WorkflowTemplateVersion.definition))
    )
    found = session.execute(query).one_or_none()
    return Route(*found) if found else None


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
