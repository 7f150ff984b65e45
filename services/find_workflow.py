"""The template whose definition goes by a name, as ``run: workflow`` calls it."""

from sqlalchemy import select

from storage.database import reading
from storage.shared_tables import WorkflowTemplate, WorkflowTemplateVersion


def find_workflow(namespace: str, name: str) -> str | None:
    """The id of the template with a version whose document has this namespace and name, the active one first.

    None where there is none.
    """
    table, document = WorkflowTemplateVersion, WorkflowTemplateVersion.definition["document"]
    query = (
        select(table.template_id)
        .join(WorkflowTemplate, WorkflowTemplate.id == table.template_id)
        .where(document["name"].astext == name, document["namespace"].astext == namespace)
        .order_by((WorkflowTemplate.active_version_id == table.id).desc().nulls_last(), table.created_at.desc())
        .limit(1)
    )
    with reading() as session:
        return session.execute(query).scalar_one_or_none()
