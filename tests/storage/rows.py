"""Rows by plain SQL, as any other writer of the shared database makes them."""

from sqlalchemy import Connection, text

INSERT_VERSION = """
INSERT INTO "WorkflowTemplateVersion" (id, "workflowTemplateId", version, "updatedAt", definition, status)
VALUES (:id, :template, :version, now(), CAST(:definition AS jsonb),
        CAST(:status AS "WorkflowTemplateVersionStatus"))"""


def run(connection: Connection, statement: str, **values: str | None) -> int:
    """Execute one statement and tell how many rows it touched."""
    return connection.execute(text(statement), values).rowcount


def insert_template(connection: Connection, template: str) -> None:
    """A template that is off."""
    run(connection, """INSERT INTO "WorkflowTemplate" (id, name, "updatedAt") VALUES (:id, :id, now())""", id=template)


def insert_version(
    connection: Connection, template: str, version: str, status: str, *, number: str = "1.0.0", definition: str = "{}"
) -> None:
    """A version with this id and status."""
    values = {"template": template, "version": number, "definition": definition, "status": status}
    run(connection, INSERT_VERSION, id=version, **values)


def insert_execution(connection: Connection, execution: str, version: str) -> None:
    """An execution of the backend."""
    statement = 'INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId") VALUES (:id, :id, :version)'
    run(connection, statement, id=execution, version=version)


def activate(connection: Connection, template: str, version: str | None) -> None:
    """Move a template's pointer."""
    statement = 'UPDATE "WorkflowTemplate" SET "activeVersionId" = :version WHERE id = :id'
    run(connection, statement, id=template, version=version)


def set_status(connection: Connection, version: str, status: str) -> None:
    """Move a version to another status."""
    statement = """UPDATE "WorkflowTemplateVersion" SET status = CAST(:status AS "WorkflowTemplateVersionStatus")
                   WHERE id = :id"""
    run(connection, statement, id=version, status=status)
