"""What a link would make of a payload, and whether the template would take it; nothing starts."""

from dataclasses import dataclass

from sqlalchemy.orm import undefer

from domain.definition import input_schema, schema_problems
from domain.errors import InvalidInput, NotFound
from domain.json_types import JsonValue
from domain.json_values import check_json
from domain.vocabulary import Format
from services._link_settings import checked_expression
from services._routes import NoInput, input_of
from services._versions import settings_of
from storage.database import reading
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion


@dataclass(frozen=True)
class Tried:
    """The input, or why there is none (``trouble``).

    ``problems`` are (JSON Pointer, sentence) by which it breaks the input schema of the active ``version``; that is
    None where the template is off, and ``has_schema`` false where nothing is asked of the input.
    """

    value: JsonValue = None
    trouble: str | None = None
    version: str | None = None
    has_schema: bool = False
    problems: tuple[tuple[str, str], ...] = ()

    @property
    def fits(self) -> bool:
        """True when nothing stands against it."""
        return self.trouble is None and not self.problems


def try_expression(template_id: str, expression: str | None, payload: JsonValue) -> Tried:
    """Make the input of ``payload`` and hold it against the schema of the template's active version.

    Raises: NotFound, InvalidInput for a payload that could not be sent.
    """
    check_json(payload, "payload")
    version, schema = _schema(template_id)
    try:
        value = input_of(checked_expression(expression), payload)
    except (NoInput, InvalidInput) as error:
        return Tried(trouble=str(error), version=version)
    return Tried(value, None, version, schema is not None, tuple(schema_problems(value, schema)))


def _schema(template_id: str) -> tuple[str | None, dict[str, JsonValue] | None]:
    with reading() as session:
        template = session.get(WorkflowTemplate, template_id)
        if template is None:
            raise NotFound("template", template_id)
        options = [undefer(WorkflowTemplateVersion.definition)]
        active = template.active_version_id
        version = session.get(WorkflowTemplateVersion, active, options=options) if active else None
        if version is None:
            return None, None
        is_judged = settings_of(session, template_id).format is not Format.CUSTOM
        body = version.definition
        return version.version, input_schema(body) if is_judged and isinstance(body, dict) else None
