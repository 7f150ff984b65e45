"""A family as large as any, in bulk: wide, deep, and with names made to break drawings."""

from sqlalchemy import Connection, text

ROOT = "root"
_FAMILY = text("""
INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId", "createdAt", status,
                                 "parentWorkflowExecutionId", "rootWorkflowExecutionId")
SELECT CASE n WHEN 0 THEN 'root' ELSE 'm' || n END,
       (ARRAY['Step ' || n, '<b>"' || n || '"</b> & \\N', repeat('long ', 12), '💥 ‮' || n, ''])[1 + n % 5],
       :version, timestamp '2026-11-01' + n * interval '1 second',
       (CASE WHEN n % 997 = 1 THEN 'FAILED' WHEN n % 89 = 2 THEN 'STARTED' ELSE 'COMPLETED' END)
           ::"WorkflowExecutionStatus",
       CASE WHEN n = 0 THEN NULL WHEN n < 50 THEN CASE n WHEN 1 THEN 'root' ELSE 'm' || (n - 1) END
            ELSE (ARRAY['root', 'm' || n % 50 + 1, 'm' || 50 + n / 20])[1 + n % 3] END,
       CASE WHEN n > 0 THEN 'root' END
FROM generate_series(0, CAST(:last AS int)) n""")
_RUNS = text("""
INSERT INTO pointsman.execution_run (execution_id, origin, started_by, kind, input, runtime_status,
                                     started_at, observed_at)
SELECT id, 'CHILD', 'bulk', 'NORMAL', '{}',
       CASE status::text WHEN 'STARTED' THEN 'RUNNING' ELSE status::text END, now(), now()
FROM "WorkflowExecution" WHERE id = 'root' OR "rootWorkflowExecutionId" = 'root'""")
_COLUMNS = (
    "id, created_at, name, status, runtime_status, template_id, version_id, origin, kind, started_by, parent_id, "
    "root_id, started_at, closed_at"
)
_LISTED = f"""INSERT INTO pointsman.listed_execution ({_COLUMNS}) SELECT {_COLUMNS} FROM pointsman.execution_to_list
WHERE id = 'root' OR root_id = 'root'"""
_TRIGGERS = "SET LOCAL session_replication_role = "


def insert_family(database: Connection, version_id: str, size: int) -> None:
    """``size`` executions below one root, which has the id ``root``: ``m1`` to ``m49`` hang below one another.

    One in a thousand failed; of the rest a third hang below the root itself.
    """
    database.execute(text(f"{_TRIGGERS} replica"))
    database.execute(_FAMILY, {"version": version_id, "last": size - 1})
    database.execute(_RUNS)
    database.execute(text(_LISTED))
    database.execute(text(f"{_TRIGGERS} origin"))
