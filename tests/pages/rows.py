"""States that only time or others bring about, written straight into the database."""

from sqlalchemy import Connection, text

from domain.ids import new_id


def settle(database: Connection, execution_id: str, status: str, runtime: str, *, failure: str | None = None) -> None:
    """Put an execution into a status, as if Temporal had been seen an hour ago."""
    database.execute(
        text('UPDATE "WorkflowExecution" SET status = CAST(:status AS "WorkflowExecutionStatus") WHERE id = :id'),
        {"status": status, "id": execution_id},
    )
    database.execute(
        text(
            "UPDATE pointsman.execution_run SET runtime_status = :runtime, observed_at = now() - interval '1 hour', "
            "started_at = now() - interval '2 hours', next_attempt_at = NULL, failure = CAST(:failure AS jsonb) "
            "WHERE execution_id = :id"
        ),
        {"runtime": runtime, "failure": failure, "id": execution_id},
    )


def wait(database: Connection, execution_id: str) -> None:
    """Have a running execution wait for a person, for an hour already."""
    settle(database, execution_id, "STARTED", "RUNNING")
    database.execute(
        text("UPDATE pointsman.execution_run SET waiting_since = now() - interval '1 hour' WHERE execution_id = :id"),
        {"id": execution_id},
    )


def made_by_the_backend(database: Connection, version_id: str, name: str = "Made elsewhere") -> str:
    """An execution of the backend: no row of ours beside it."""
    key = new_id()
    database.execute(
        text(
            'INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId", status) '
            "VALUES (:id, :name, :version, 'STARTED')"
        ),
        {"id": key, "name": name, "version": version_id},
    )
    return key
