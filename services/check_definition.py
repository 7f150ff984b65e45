"""What stands between a definition and its publication."""

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from domain.definition import check_publishable, findings_of
from domain.findings import Finding
from domain.json_types import JsonObject, JsonValue
from domain.open_workflow.subflows import ACTIVE, Find
from domain.vocabulary import VersionStatus
from runtime.expressions.compiling import compile_expressions
from services._versions import settings_of
from storage.database import reading
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion


def check_definition(template_id: str, definition: JsonValue, version: str) -> tuple[Finding, ...]:
    """Every error for which ``definition`` could not be published as ``version``, and every warning.

    Raises: InvalidInput for what cannot even be kept as a draft.
    """
    with reading() as session:
        setting, find = settings_of(session, template_id), _finder(session, drafts=False)
        schema = setting.definition_schema
        found = findings_of(definition, version, setting.format, schema, compiled=compile_expressions, find=find)
    return tuple(found)


def require_publishable(session: Session, version: WorkflowTemplateVersion, *, drafts: bool = False) -> None:
    """Refuse a version whose definition has errors. With ``drafts``, its sub-workflows may be drafts.

    Raises: InvalidInput, InvalidDefinition.
    """
    setting, find = settings_of(session, version.template_id), _finder(session, drafts=drafts)
    check_publishable(
        version.definition,
        version.version,
        setting.format,
        setting.definition_schema,
        compiled=compile_expressions,
        find=find,
    )


def _finder(session: Session, *, drafts: bool) -> Find:
    startable = [VersionStatus.PUBLISHED, *([VersionStatus.DRAFT] if drafts else [])]
    table, document = WorkflowTemplateVersion, WorkflowTemplateVersion.definition["document"]

    def find(namespace: str, name: str, version: str) -> JsonObject | None:
        query = (
            select(table)
            .join(WorkflowTemplate, WorkflowTemplate.id == table.template_id)
            .where(document["name"].astext == name, document["namespace"].astext == namespace)
            .where(WorkflowTemplate.active_version_id == table.id if version in ACTIVE else table.version == version)
            .where(table.status.in_(startable))
            .options(undefer(table.definition))
            .limit(1)
        )
        found = session.scalars(query).first()
        return found.definition if found is not None and isinstance(found.definition, dict) else None

    return find
