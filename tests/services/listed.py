"""A small history for the lists: executions of every status, origin, kind and age, some of the backend."""

from datetime import UTC, datetime

from sqlalchemy import Connection, text

from domain.vocabulary import ExecutionStatus, Origin, RuntimeStatus
from tests.factories import make_active, make_published, make_template

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
ROWS = 96

_EXECUTIONS = text("""
INSERT INTO "WorkflowExecution"
    (id, name, "workflowTemplateVersionId", status, "createdAt", "parentWorkflowExecutionId", "rootWorkflowExecutionId",
     context)
SELECT 'execution-' || to_char(n, 'FM0000'), 'Order ' || n || ' of ' || n % 7,
       (CAST(:versions AS text[]))[1 + n % cardinality(CAST(:versions AS text[]))],
       (CAST(:statuses AS "WorkflowExecutionStatus"[]))[1 + n % 5],
       timestamp '2026-01-01' + n / 5 * interval '1 hour',
       CASE WHEN n % 4 = 3 THEN 'execution-' || to_char(n - 1, 'FM0000') END,
       CASE WHEN n % 4 = 3 THEN 'execution-' || to_char(n - 1, 'FM0000') END,
       CASE WHEN n % 3 > 0 THEN jsonb_build_object('customerId', 'c' || n % 5, 'subscriptionId', 's' || n % 11,
                                                   'tags', jsonb_build_array('t' || n % 4, n % 2 + 1.0)) END
FROM generate_series(0, :last) n""")
_DELIVERIES = text("""
INSERT INTO pointsman.delivery (id, source, source_event_id, entity_type, entity_id)
SELECT 'delivery-' || n, 'test', n::text,
       (CASE WHEN n % 2 = 0 THEN 'PRODUCT' ELSE 'SERVICE_CATALOG' END)::"WorkflowLinkType", 'entity-' || n % 7
FROM generate_series(0, :last) n WHERE n % 9 <> 0 AND n % 2 = 0""")
_REQUESTS = text("""
INSERT INTO "ServiceRequest" (id, "workflowExecutionId")
SELECT 'request-' || n, 'execution-' || to_char(n, 'FM0000') FROM generate_series(0, :last, 12) n""")
_RUNS = text("""
INSERT INTO pointsman.execution_run (execution_id, origin, kind, started_by, runtime_status, delivery_id, started_at,
                                     closed_at, waiting_since, failure, input)
SELECT 'execution-' || to_char(n, 'FM0000'), (CAST(:origins AS text[]))[1 + n % 5],
       CASE WHEN n % 6 = 0 THEN 'TEST' ELSE 'NORMAL' END, CASE WHEN n % 5 = 0 THEN 'bob' ELSE 'ada' END,
       (CAST(:runtime AS text[]))[1 + n % 8], CASE WHEN n % 2 = 0 THEN 'delivery-' || n END,
       CASE WHEN n % 7 > 0 THEN timestamptz '2026-01-01Z' + n / 5 * interval '1 hour' END,
       CASE WHEN n % 7 > 2 THEN timestamptz '2026-01-01Z' + n / 5 * interval '1 hour' + n * interval '61 seconds' END,
       CASE WHEN n % 2 = 1 THEN timestamptz '2026-02-01Z' - n / 3 * interval '1 hour' END,
       CASE WHEN n % 5 = 4 THEN jsonb_build_object('type', 'https://example.com/errors/' || n % 3) END,
       jsonb_build_object('state', jsonb_build_object('code', (CAST('{DE,CA,NY}' AS text[]))[1 + n % 3]), 'n', n % 4)
FROM generate_series(0, :last) n WHERE n % 9 <> 0""")


def insert_history(connection: Connection) -> None:
    """96 executions of three versions of two templates; five share each moment, every ninth is the backend's."""
    first, second = make_template("First"), make_template("Second")
    versions = [make_active(first), make_published(first, "1.1.0"), make_active(second)]
    values = {"versions": versions, "statuses": [status.value for status in ExecutionStatus], "last": ROWS - 1}
    connection.execute(_EXECUTIONS, values)
    words = {"origins": [one.value for one in Origin], "runtime": [one.value for one in RuntimeStatus]}
    connection.execute(_DELIVERIES, {"last": ROWS - 1})
    connection.execute(_RUNS, {**words, "last": ROWS - 1})
    connection.execute(_REQUESTS, {"last": ROWS - 1})
