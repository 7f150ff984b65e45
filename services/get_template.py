"""One template, by id."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import NotFound
from domain.json_types import JsonObject
from domain.vocabulary import Format
from services._versions import settings_of
from services.delete_template import deletion_refusal
from storage.database import reading
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion


@dataclass(frozen=True)
class TemplateDetail:
    """A template; ``active_version`` is None while it is switched off. Times are UTC.

    ``deletion_refused`` tells why it cannot be deleted, None when it can.
    """

    id: str
    name: str
    description: str | None
    format: Format
    workflow_type: str | None
    task_queue: str | None
    definition_schema: JsonObject | None
    active_version_id: str | None
    active_version: str | None
    created_at: datetime
    updated_at: datetime
    deletion_refused: str | None


def get_template(template_id: str) -> TemplateDetail:
    """Read one template. Raises: NotFound."""
    with reading() as session:
        template = session.get(WorkflowTemplate, template_id)
        if template is None:
            raise NotFound("template", template_id)
        active = (
            session.get(WorkflowTemplateVersion, template.active_version_id) if template.active_version_id else None
        )
        setting = settings_of(session, template_id)
        return TemplateDetail(
            id=template.id,
            name=template.name,
            description=template.description,
            format=setting.format,
            workflow_type=setting.workflow_type,
            task_queue=setting.task_queue,
            definition_schema=setting.definition_schema,
            active_version_id=template.active_version_id,
            active_version=active.version if active else None,
            created_at=template.created_at,
            updated_at=template.updated_at,
            deletion_refused=deletion_refusal(session, template),
        )
