"""Synthetic history in bulk, for development and benchmarks: rows as two years of work would leave them.

Nothing runs on Temporal behind these executions. Their ids begin with ``csyn``; of five, one has two children.
"""

from collections.abc import Callable

from sqlalchemy import Connection, text

from services.list_templates import list_templates
from services.list_versions import list_versions
from storage.database import engine

BATCH = 100_000
_FILLED = '"WorkflowExecution", pointsman.execution_run, pointsman.listed_execution'

_COUNT = text("""SELECT count(*) FROM "WorkflowExecution" WHERE starts_with(id, 'csyn')""")
_EXECUTIONS = text("""
INSERT INTO "WorkflowExecution" (id, name, "workflowTemplateVersionId", "createdAt",
                                 "parentWorkflowExecutionId", "rootWorkflowExecutionId", context, status)
SELECT made.id, v.name || ' · ' || made.customer, v.version_id, made.at, made.root, made.root,
       jsonb_build_object('customerId', made.customer, 'synthetic', true), made.status::"WorkflowExecutionStatus"
FROM (SELECT 'csyn' || lpad(i::text, 21, '0') AS id, i,
             CASE WHEN i % 5 > 2 THEN 'csyn' || lpad((i - i % 5 + 2)::text, 21, '0') END AS root,
             'cus_' || (1000 + hashint8(i / 5) & 65535) AS customer,
             now() - interval '2 hours' - (abs(hashint8(i / 5)) % 63072000) * interval '1 second' AS at,
             (ARRAY['COMPLETED', 'FAILED', 'STARTED', 'FAILED_TO_START'])[
                 width_bucket(abs(hashint8(i + 17)) % 100, ARRAY[0, 90, 97, 98])] AS status
      FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) i) made
JOIN unnest(CAST(:versions AS text[]), CAST(:names AS text[])) WITH ORDINALITY AS v (version_id, name, n)
  ON v.n = 1 + abs(hashint8(made.i / 5 + 5)) % cardinality(CAST(:versions AS text[]))
ORDER BY made.i""")
_RUNS = text("""
INSERT INTO pointsman.execution_run (execution_id, origin, started_by, reason, input, runtime_status,
                                     started_at, closed_at, observed_at, failure)
SELECT e.id, CASE WHEN e."parentWorkflowExecutionId" IS NULL THEN 'LINK' ELSE 'CHILD' END, 'synthetic history',
       'Synthetic history', jsonb_build_object('customer', jsonb_build_object('id', e.context ->> 'customerId')),
       CASE e.status::text WHEN 'STARTED' THEN 'NOT_FOUND' WHEN 'FAILED_TO_START' THEN NULL ELSE e.status::text END,
       CASE WHEN e.status::text <> 'FAILED_TO_START' THEN begun END,
       CASE WHEN e.status::text IN ('COMPLETED', 'FAILED') THEN begun + took END,
       begun + took,
       CASE e.status::text WHEN 'FAILED' THEN '{"title": "Synthetic failure", "detail": "Made for development."}'
                           WHEN 'FAILED_TO_START' THEN '{"title": "The start was refused"}' END::jsonb
FROM (SELECT *, "createdAt" AT TIME ZONE 'UTC' AS begun,
             (60 + abs(hashtext(id)) % 7000) * interval '1 second' AS took
      FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) i
      JOIN "WorkflowExecution" ON id = 'csyn' || lpad(i::text, 21, '0')) e""")


def make_history(total: int, say: Callable[[str], None]) -> None:
    """Add synthetic executions until there are ``total`` of them; needs the demo's templates. Raises: DatabaseAway."""
    with engine().connect() as connection:
        connection.execute(text("SET statement_timeout = 0"))
        there = connection.scalar(_COUNT) or 0
        versions = _published()
        for first in range(there, total, BATCH):
            last = min(first + BATCH, total) - 1
            _make(connection, first, last, versions)
            say(f"{last + 1:,} of {total:,} synthetic executions")
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text(f"VACUUM (ANALYZE) {_FILLED}"))


def _make(connection: Connection, first: int, last: int, versions: list[tuple[str, str]]) -> None:
    ids, names = [version_id for version_id, _ in versions], [name for _, name in versions]
    connection.execute(_EXECUTIONS, {"first": first, "last": last, "versions": ids, "names": names})
    connection.execute(_RUNS, {"first": first, "last": last})
    connection.commit()


def _published() -> list[tuple[str, str]]:
    return [
        (version.id, template.name)
        for template in list_templates()
        for version in list_versions(template.id)
        if version.published_at is not None
    ]
