"""Make a template; its format is fixed from here on."""

from domain.errors import InvalidInput
from domain.json_schemas import InvalidSchema, SchemaTooCostly, check_schema
from domain.json_types import JsonObject
from domain.vocabulary import Format
from services._ledger import record
from services._words import optional, required
from storage.database import transaction
from storage.own_tables import TemplateSetting
from storage.shared_tables import WorkflowTemplate


def create_template(
    name: str,
    *,
    actor: str,
    description: str | None = None,
    dialect: Format = Format.OPEN_WORKFLOW,
    workflow_type: str | None = None,
    task_queue: str | None = None,
    definition_schema: JsonObject | None = None,
) -> str:
    """Create a template without versions and return its id.

    A custom template names the workflow type and task queue of the team's own Temporal worker, and may hold a JSON
    Schema for its definitions. Raises: InvalidInput.
    """
    template = WorkflowTemplate(name=required(name, "name"), description=optional(description, "description"))
    setting = _setting(dialect, workflow_type, task_queue, definition_schema)
    with transaction() as session:
        session.add(template)
        session.flush()
        setting.template_id = template.id
        session.add(setting)
        after: JsonObject = {"name": template.name, "format": dialect.value}
        record(session, actor, "template.create", ("template", template.id), template_id=template.id, after=after)
        return template.id


def _setting(
    dialect: Format, workflow_type: str | None, queue: str | None, schema: JsonObject | None
) -> TemplateSetting:
    if dialect is Format.OPEN_WORKFLOW:
        if workflow_type or queue or schema:
            raise InvalidInput(
                "format", "an Open Workflow template has no workflow type, task queue or schema of its own."
            )
        return TemplateSetting(format=dialect)
    try:
        check_schema(schema or {})
    except (InvalidSchema, SchemaTooCostly) as error:
        raise InvalidInput("JSON Schema", str(error)) from None
    return TemplateSetting(
        format=dialect,
        workflow_type=required(workflow_type, "workflow type"),
        task_queue=required(queue, "task queue"),
        definition_schema=schema,
    )
